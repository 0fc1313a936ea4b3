"""What is worth knowing about rules before the key exists: the mistakes that api 3.2 makes easy.

A remark forbids nothing. Each carries a code that never changes and a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from credentials.core import Method, Sentence, gettext_noop, say
from credentials.rights.api_versions import why_nothing
from credentials.rights.coverage import Coverage, superfluous
from credentials.rights.glob import STAR
from credentials.rights.invisible_characters import first_invisible, visible_text
from credentials.rights.rule import EVERYTHING, AccessRule


@dataclass(frozen=True, slots=True)
class LintRemark:
    """One thing about one rule, or about all of them together when ``rule`` is ``None``."""

    rule: AccessRule | None
    code: str
    sentence: Sentence


def whole_account_remark(methods: Sequence[Method]) -> LintRemark:
    """What is said of rules that reach everything with these methods."""
    if list(methods) == [Method.GET]:
        sentence = gettext_noop(
            "This reads everything in the account: bills, contacts, the list of keys."
        )
        return LintRemark(None, "full-read", say(sentence))
    sentence = gettext_noop(
        "%(methods)s on /* reaches the whole account: every product, every bill, "
        "and who has access to it."
    )
    return LintRemark(None, "full-access", say(sentence, methods=", ".join(methods)))


def lint_rules(rules: Iterable[AccessRule]) -> list[LintRemark]:
    """The remarks, the most severe first; one about a path comes once, whatever its methods."""
    chosen = tuple(rules)
    coverage = Coverage(chosen)
    paths = {rule.path: rule for rule in reversed(chosen)}
    return [
        *_whole_account(coverage),
        *(remark for rule in reversed(paths.values()) for remark in _spelling(rule)),
        *_gaps(chosen, coverage),
        *_superfluous(chosen),
    ]


def _whole_account(coverage: Coverage) -> Iterator[LintRemark]:
    methods = [method for method in Method if coverage.has(method, EVERYTHING)]
    if methods:
        yield whole_account_remark(methods)


def _spelling(rule: AccessRule) -> Iterator[LintRemark]:
    if nothing := why_nothing(rule.path):
        yield LintRemark(rule, "version-prefix", nothing)
    for check in (_space, _invisible, _query, _glued_star):
        if problem := check(rule.path):
            code, template, values = problem
            yield LintRemark(rule, code, say(template, path=visible_text(rule.path), **values))


_Found = tuple[str, str, dict[str, object]] | None


def _space(path: str) -> _Found:
    if path.strip(" ") != path:
        sentence = gettext_noop("“%(path)s” begins or ends with a space, so it matches no call.")
        return "space", sentence, {}
    if " " in path:
        sentence = gettext_noop("“%(path)s” has a space in it, so it probably matches no call.")
        return "space", sentence, {}
    return None


def _invisible(path: str) -> _Found:
    if hidden := first_invisible(path):
        sentence = gettext_noop("%(path)s has a character that cannot be seen (%(character)s).")
        return "invisible-character", sentence, {"character": f"U+{ord(hidden):04X}"}
    return None


def _query(path: str) -> _Found:
    if "?" not in path:
        return None
    sentence = gettext_noop(
        "%(path)s has a query string. Rules are compared without it, so it matches no call."
    )
    return "query-string", sentence, {}


def _glued_star(path: str) -> _Found:
    if not any(STAR in segment and segment.strip(STAR) for segment in path.split("/")):
        return None
    sentence = gettext_noop(
        "The star in %(path)s touches a word, so it reaches longer words too, as /me* reaches "
        "/menu. A star between slashes reaches only what is below."
    )
    return "glued-star", sentence, {}


def _gaps(rules: Sequence[AccessRule], coverage: Coverage) -> Iterator[LintRemark]:
    """Calls that the rules look as if they granted, and do not."""
    for rule in dict.fromkeys(rules):
        for check in (_parent, _slash):
            if gap := check(rule):
                code, template, missing = gap
                if missing and not coverage.has(rule.method, missing):
                    values = {"rule": visible_text(str(rule)), "missing": visible_text(missing)}
                    yield LintRemark(rule, code, say(template, **values))


_Gap = tuple[str, str, str] | None


def _parent(rule: AccessRule) -> _Gap:
    # Only reading: a list is read at the parent, while most parents take no other method.
    if rule.method != Method.GET or not rule.path.endswith("/*"):
        return None
    sentence = gettext_noop(
        "%(rule)s does not reach %(missing)s itself, where a list is read. "
        "Add GET %(missing)s if the tool lists."
    )
    return "without-parent", sentence, rule.path.removesuffix("/*")


def _slash(rule: AccessRule) -> _Gap:
    if not rule.path.endswith("/"):
        return None
    sentence = gettext_noop(
        "%(rule)s has a trailing slash, which makes it another address than %(missing)s. Some "
        "tools call it so (certbot does); most call %(missing)s."
    )
    return "trailing-slash", sentence, rule.path.removesuffix("/")


def _superfluous(rules: Sequence[AccessRule]) -> Iterator[LintRemark]:
    for position, wider in superfluous(rules).items():
        rule = rules[position]
        if rule == wider:
            sentence = say(gettext_noop("%(rule)s is there twice."), rule=visible_text(str(rule)))
            yield LintRemark(rule, "duplicate", sentence)
        else:
            template = gettext_noop("%(rule)s adds nothing: %(wider)s covers it.")
            values = {"rule": visible_text(str(rule)), "wider": visible_text(str(wider))}
            yield LintRemark(rule, "covered", say(template, **values))
