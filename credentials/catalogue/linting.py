"""What the catalogue adds to the remarks of ``rights.lint``: routes that are not there, or go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from credentials import rights
from credentials.catalogue.catalogue import Catalogue, Line, segments_of
from credentials.catalogue.nearest import alike, nearest
from credentials.catalogue.operation import Operation
from credentials.enums import Method
from credentials.rights import AccessRule, Remark
from credentials.rights.coverage import Coverage
from credentials.rights.glob import STAR
from credentials.rights.visible import shown
from credentials.sentences import Sentence, gettext_noop, say

#: Remarks that say already why a rule reaches nothing.
_EXPLAINED: Final = frozenset({"space", "invisible-character", "version-prefix", "query-string"})
_ORDER: Final = (
    "full-access", "full-read", *sorted(_EXPLAINED), "wrong-case", "route-unknown",
    "method-useless", "route-gone", "route-deprecated", "near-route",
)  # fmt: skip
_MOST_GUESSES: Final = 20
_SURE: Final = 0.85


def lint(
    catalogue: Catalogue, rules: Iterable[AccessRule], *, on: date | None = None
) -> list[Remark]:
    """All that is worth knowing about rules as of ``on`` (today without one), the gravest first.

    The codes are those of ``rights.lint``, and ``route-unknown wrong-case near-route
    method-useless route-deprecated route-gone``; ``without-parent`` is said where there is one.
    """
    chosen = tuple(rules)
    spelling = [one for one in rights.lint(chosen) if one.code != "without-parent"]
    review = _Review(catalogue, Coverage(chosen), catalogue.gone(on), _explained(spelling))
    remarks = [*spelling, *review.remarks(catalogue.lines(chosen))]
    return sorted(remarks, key=lambda remark: _grade(remark.code))


@dataclass(slots=True)
class _Review:
    """Looks at the lines of rules one by one."""

    catalogue: Catalogue
    coverage: Coverage
    gone: int
    explained: frozenset[str]
    guesses: int = 0

    def remarks(self, lines: Iterable[Line]) -> Iterator[Remark]:
        for line in lines:
            if not line.meant:
                yield from self._nowhere(line)
            elif line.is_exact:
                yield from self._useless(line)
                yield from self._ending(line)
                yield from self._mistaken(line)
                yield from self._parent(line)

    def _nowhere(self, line: Line) -> Iterator[Remark]:
        """The rules reach no route: another one is proposed, where one is near."""
        rule = line.rules[0]
        if rule.path in self.explained:
            return
        self.guesses += 1
        guess = nearest(self.catalogue, line.path) if self.guesses <= _MOST_GUESSES else None
        if guess is None:
            sentence = gettext_noop("No route is at %(path)s, so this allows nothing.")
            yield Remark(rule, "route-unknown", say(sentence, path=shown(rule.path)))
        elif guess.path.lower() == line.path.lower():
            yield _wrong_case(rule, guess.path)
        else:
            sentence = gettext_noop(
                "No route is at %(path)s, so this allows nothing. The nearest one is %(nearest)s."
            )
            values = {"path": shown(rule.path), "nearest": shown(guess.path)}
            yield Remark(rule, "route-unknown", say(sentence, **values))

    def _useless(self, line: Line) -> Iterator[Remark]:
        """A method that nothing takes at the path or below."""
        offered = [method for method in Method if line.meant & self.catalogue.offering(method)]
        sentence = gettext_noop("Nothing at %(path)s takes %(method)s; it offers %(offered)s.")
        for rule in line.rules:
            if rule.method not in offered:
                values = {"method": rule.method.value, "offered": ", ".join(offered)}
                yield Remark(rule, "method-useless", say(sentence, path=shown(rule.path), **values))

    def _ending(self, line: Line) -> Iterator[Remark]:
        """All that the rules reach is deprecated; of what is wide, some part always is."""
        if not line.bits or line.bits & ~self.catalogue.deprecated:
            return
        rule = line.rules[0]
        (one, *_) = self.catalogue.listed(line.bits, most=1)
        is_gone = not line.bits & ~self.gone
        code = "route-gone" if is_gone else "route-deprecated"
        yield Remark(rule, code, _end(one, rule, is_gone=is_gone))

    def _mistaken(self, line: Line) -> Iterator[Remark]:
        """A name in the path that is almost the name of a route beside it."""
        node = self.catalogue.tree.root
        for segment in line.path.split("/")[1:]:
            if STAR in segment:
                return
            meant = (
                "" if segment in node.routes else alike(segment, tuple(node.routes), likeness=_SURE)
            )
            if meant and node.parameter:
                yield from _near(line, segment, meant)
            further = node.routes.get(segment) or node.parameter
            if further is None:
                return
            node = further

    def _parent(self, line: Line) -> Iterator[Remark]:
        """``/x/*`` looks as if it reached ``/x``, which is an address of its own."""
        parent = line.path.removesuffix("/*")
        if parent == line.path or not parent:
            return
        node = self.catalogue.tree.at(segments_of(parent))
        here = self.catalogue.operations[node.start : node.own_stop] if node else ()
        for rule in line.rules:
            own = [one for one in here if one.method == rule.method]
            if own and not self.coverage.has(rule.method, parent):
                sentence = gettext_noop(
                    "%(rule)s does not reach %(missing)s itself, which is an address of its own. "
                    "Add %(method)s %(missing)s if the tool calls it."
                )
                values = {"missing": shown(parent), "method": rule.method.value}
                yield Remark(rule, "without-parent", say(sentence, rule=shown(str(rule)), **values))


def _explained(remarks: Sequence[Remark]) -> frozenset[str]:
    """The paths of which a remark says already that they match no call."""
    return frozenset(one.rule.path for one in remarks if one.rule and one.code in _EXPLAINED)


def _grade(code: str) -> int:
    return _ORDER.index(code) if code in _ORDER else len(_ORDER)


def _wrong_case(rule: AccessRule, path: str) -> Remark:
    sentence = gettext_noop(
        "Upper and lower case matter: %(path)s allows nothing. The route is %(nearest)s."
    )
    return Remark(rule, "wrong-case", say(sentence, path=shown(rule.path), nearest=shown(path)))


def _near(line: Line, segment: str, meant: str) -> Iterator[Remark]:
    rule = line.rules[0]
    code = "wrong-case" if meant.lower() == segment.lower() else "near-route"
    sentence = gettext_noop(
        "“%(name)s” in %(path)s is taken for a name. The route beside it is called “%(route)s”."
    )
    values = {"name": shown(segment), "path": shown(rule.path), "route": meant}
    yield Remark(rule, code, say(sentence, **values))


def _end(one: Operation, rule: AccessRule, *, is_gone: bool) -> Sentence:
    """When the route goes, or went, and what takes its place."""
    values = {"path": shown(rule.path), "day": one.deletion, "instead": one.replacement}
    if is_gone:
        if one.replacement:
            template = gettext_noop(
                "%(path)s was to be removed on %(day)s. %(instead)s takes its place."
            )
        else:
            template = gettext_noop("%(path)s was to be removed on %(day)s.")
    elif one.deletion is None:
        template = gettext_noop("%(path)s is deprecated, with no date yet for its end.")
    elif one.replacement:
        template = gettext_noop(
            "%(path)s is deprecated and will be removed on %(day)s. %(instead)s takes its place."
        )
    else:
        template = gettext_noop("%(path)s is deprecated and will be removed on %(day)s.")
    return say(template, **values)
