"""What the catalogue adds to the remarks of ``rights.lint``: routes that are not there, or go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from credentials.core import Method, Sentence, gettext_noop, say
from credentials.rights import rule_lint
from credentials.rights.catalogue.catalogue import Catalogue, PathReach, segments_of
from credentials.rights.catalogue.operation import Operation
from credentials.rights.catalogue.similar_routes import similar_name, similar_route
from credentials.rights.coverage import Coverage
from credentials.rights.glob import STAR
from credentials.rights.invisible_characters import visible_text
from credentials.rights.rule import AccessRule
from credentials.rights.rule_lint import LintRemark

#: Remarks that say already why a rule reaches nothing.
_EXPLAINED: Final = frozenset({"space", "invisible-character", "version-prefix", "query-string"})
_ORDER: Final = (
    "full-access", "full-read", *sorted(_EXPLAINED), "wrong-case", "route-unknown",
    "method-useless", "route-gone", "route-deprecated", "near-route",
)  # fmt: skip
_MOST_GUESSES: Final = 20
_SURE: Final = 0.85


def lint_against_catalogue(
    catalogue: Catalogue, rules: Iterable[AccessRule], *, on: date | None = None
) -> list[LintRemark]:
    """Remarks on rules as of ``on`` (today without one), the most severe first.

    The codes are those of ``rights.lint``, and ``route-unknown wrong-case near-route
    method-useless route-deprecated route-gone``; ``without-parent`` is said where there is one.
    """
    chosen = tuple(rules)
    spelling = [
        remark for remark in rule_lint.lint_rules(chosen) if remark.code != "without-parent"
    ]
    review = _Review(catalogue, Coverage(chosen), catalogue.gone(on), _explained(spelling))
    remarks = [*spelling, *review.remarks(catalogue.reach_by_path(chosen))]
    return sorted(remarks, key=lambda remark: _order_of(remark.code))


@dataclass(slots=True)
class _Review:
    """Looks at the lines of rules one by one."""

    catalogue: Catalogue
    coverage: Coverage
    gone: int
    explained: frozenset[str]
    guesses: int = 0

    def remarks(self, lines: Iterable[PathReach]) -> Iterator[LintRemark]:
        for line in lines:
            if not line.meant:
                yield from self._nowhere(line)
            elif line.is_exact:
                yield from self._useless(line)
                yield from self._ending(line)
                yield from self._mistaken(line)
                yield from self._parent(line)

    def _nowhere(self, line: PathReach) -> Iterator[LintRemark]:
        """The rules reach no route: another one is proposed, where one is near."""
        rule = line.rules[0]
        if rule.path in self.explained:
            return
        self.guesses += 1
        guess = similar_route(self.catalogue, line.path) if self.guesses <= _MOST_GUESSES else None
        if guess is None:
            sentence = gettext_noop("No route is at %(path)s, so this allows nothing.")
            yield LintRemark(rule, "route-unknown", say(sentence, path=visible_text(rule.path)))
        elif guess.path.lower() == line.path.lower():
            yield _wrong_case(rule, guess.path)
        else:
            sentence = gettext_noop(
                "No route is at %(path)s, so this allows nothing. The nearest one is %(nearest)s."
            )
            values = {"path": visible_text(rule.path), "nearest": visible_text(guess.path)}
            yield LintRemark(rule, "route-unknown", say(sentence, **values))

    def _useless(self, line: PathReach) -> Iterator[LintRemark]:
        """A method that nothing takes at the path or below."""
        offered = [method for method in Method if line.meant & self.catalogue.with_methods(method)]
        sentence = gettext_noop("Nothing at %(path)s takes %(method)s; it offers %(offered)s.")
        for rule in line.rules:
            if rule.method not in offered:
                values = {"method": rule.method.value, "offered": ", ".join(offered)}
                yield LintRemark(
                    rule, "method-useless", say(sentence, path=visible_text(rule.path), **values)
                )

    def _ending(self, line: PathReach) -> Iterator[LintRemark]:
        """All that the rules reach is deprecated; of what is wide, some part always is."""
        if not line.bits or line.bits & ~self.catalogue.deprecated:
            return
        rule = line.rules[0]
        (operation, *_) = self.catalogue.operations_in(line.bits, most=1)
        is_gone = not line.bits & ~self.gone
        code = "route-gone" if is_gone else "route-deprecated"
        yield LintRemark(rule, code, _end(operation, rule, is_gone=is_gone))

    def _mistaken(self, line: PathReach) -> Iterator[LintRemark]:
        """A name in the path that is almost the name of a route beside it."""
        node = self.catalogue.tree.root
        for segment in line.path.split("/")[1:]:
            if STAR in segment:
                return
            meant = (
                ""
                if segment in node.routes
                else similar_name(segment, tuple(node.routes), likeness=_SURE)
            )
            if meant and node.parameter:
                yield from _near(line, segment, meant)
            further = node.routes.get(segment) or node.parameter
            if further is None:
                return
            node = further

    def _parent(self, line: PathReach) -> Iterator[LintRemark]:
        """``/x/*`` looks as if it reached ``/x``, which is an address of its own."""
        parent = line.path.removesuffix("/*")
        if parent == line.path or not parent:
            return
        node = self.catalogue.tree.at(segments_of(parent))
        operations = self.catalogue.operations[node.start : node.own_stop] if node else ()
        for rule in line.rules:
            own = [operation for operation in operations if operation.method == rule.method]
            if own and not self.coverage.has(rule.method, parent):
                sentence = gettext_noop(
                    "%(rule)s does not reach %(missing)s itself, which is an address of its own. "
                    "Add %(method)s %(missing)s if the tool calls it."
                )
                values = {"missing": visible_text(parent), "method": rule.method.value}
                yield LintRemark(
                    rule, "without-parent", say(sentence, rule=visible_text(str(rule)), **values)
                )


def _explained(remarks: Sequence[LintRemark]) -> frozenset[str]:
    """The paths of which a remark says already that they match no call."""
    return frozenset(
        remark.rule.path for remark in remarks if remark.rule and remark.code in _EXPLAINED
    )


def _order_of(code: str) -> int:
    return _ORDER.index(code) if code in _ORDER else len(_ORDER)


def _wrong_case(rule: AccessRule, path: str) -> LintRemark:
    sentence = gettext_noop(
        "Upper and lower case matter: %(path)s allows nothing. The route is %(nearest)s."
    )
    return LintRemark(
        rule, "wrong-case", say(sentence, path=visible_text(rule.path), nearest=visible_text(path))
    )


def _near(line: PathReach, segment: str, meant: str) -> Iterator[LintRemark]:
    rule = line.rules[0]
    code = "wrong-case" if meant.lower() == segment.lower() else "near-route"
    sentence = gettext_noop(
        "“%(name)s” in %(path)s is taken for a name. The route beside it is called “%(route)s”."
    )
    values = {"name": visible_text(segment), "path": visible_text(rule.path), "route": meant}
    yield LintRemark(rule, code, say(sentence, **values))


def _end(operation: Operation, rule: AccessRule, *, is_gone: bool) -> Sentence:
    """When the route goes, or went, and what takes its place."""
    values = {
        "path": visible_text(rule.path),
        "day": operation.deletion,
        "instead": operation.replacement,
    }
    if is_gone:
        if operation.replacement:
            template = gettext_noop(
                "%(path)s was to be removed on %(day)s. %(instead)s takes its place."
            )
        else:
            template = gettext_noop("%(path)s was to be removed on %(day)s.")
    elif operation.deletion is None:
        template = gettext_noop("%(path)s is deprecated, with no date yet for its end.")
    elif operation.replacement:
        template = gettext_noop(
            "%(path)s is deprecated and will be removed on %(day)s. %(instead)s takes its place."
        )
    else:
        template = gettext_noop("%(path)s is deprecated and will be removed on %(day)s.")
    return say(template, **values)
