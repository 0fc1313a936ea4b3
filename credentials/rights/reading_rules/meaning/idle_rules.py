"""Rules of a text that reach no operation, in the words of the catalogue's remarks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from credentials.core import Sentence, gettext_noop, say
from credentials.rights.catalogue.catalogue import bundled_catalogue
from credentials.rights.catalogue.catalogue_lint import lint_against_catalogue
from credentials.rights.invisible_characters import visible_text
from credentials.rights.reading_rules.pieces import Leftover, Piece
from credentials.rights.rule import AccessRule

#: Remarks on a path that leads nowhere, whatever the method; one on a method is of its own rule.
_OF_PATH: Final = frozenset(("route-unknown", "wrong-case", "near-route", "version-prefix"))
_OF_RULE: Final = "method-useless"
_ESCAPED_SLASH: Final = re.compile(r"%(?:25)?2f", re.IGNORECASE)


def idle_rules(text: str, pieces: Sequence[Piece]) -> Iterator[Leftover]:
    """The pieces of a text with a rule that reaches nothing, each with the reason; none of which it
    is said already."""
    rules = [rule for piece in pieces for rule in piece.rules]
    remarks = lint_against_catalogue(bundled_catalogue(), rules) if rules else []
    of_paths, of_rules = dict[str, Sentence](), dict[AccessRule, Sentence]()
    for remark in reversed(remarks):
        if remark.rule and remark.code in _OF_PATH:
            of_paths[remark.rule.path] = remark.sentence
        elif remark.rule and remark.code == _OF_RULE:
            of_rules[remark.rule] = remark.sentence
    for piece in pieces:
        for rule in piece.rules:
            sentence = of_paths.get(rule.path) or of_rules.get(rule)
            is_decoded = _ESCAPED_SLASH.search(rule.path) is None
            if sentence and is_decoded and _ESCAPED_SLASH.search(text, piece.start, piece.end):
                sentence = say(_ESCAPED, path=visible_text(rule.path))
            if sentence and sentence not in (*piece.changes, *piece.remarks):
                yield Leftover(piece.start, piece.end, sentence)


_ESCAPED: Final = gettext_noop(
    "An escaped slash (%%2F) stands in it. Read as %(path)s it reaches no route. How OVHcloud "
    "compares such a slash is not documented: write a star in the place of the name."
)
