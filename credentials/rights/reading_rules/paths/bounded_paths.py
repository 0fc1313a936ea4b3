"""A path of a text, and whether it may begin before the place or go on behind its end."""

from __future__ import annotations

from typing import Final

from credentials.rights.reading_rules.paths.beginnings import MAY_END, begins_before
from credentials.rights.reading_rules.paths.glued import (
    PARTS_RULES,
    batch_behind,
    ends_tag,
    glued_after,
    glued_before,
    value_end,
)
from credentials.rights.reading_rules.paths.text_path import TextPath, path_at, without_version

_QUOTES: Final = frozenset("\"'`")
#: What stands before most paths, and belongs to none.
_PARTING: Final = _QUOTES | frozenset(" |(\n")


def bounded_path(text: str, start: int) -> tuple[TextPath, int]:
    """The path that begins at ``start``, and where it ends in the text; ``start`` where none is."""
    path, end = path_at(text, start)
    if end == start:
        return path, end
    before, after = text[start - 1 : start], text[end : end + 1]
    is_cut = not after and before in _QUOTES and before not in text[start:end]
    bare = without_version(path)
    if after == "," and (batch_end := batch_behind(text, start, end, bare.path)) > end:
        end, bare = batch_end, bare._replace(is_batch=True)
    stray = bare.stray or ("" if path.is_open else glued_after(text, start, end, bare.path))
    if after in PARTS_RULES and before in _QUOTES and (last := value_end(text, start, end)) > end:
        stray, end = after, last
    if after == ">" and not stray:
        stray = ends_tag(text, start, end)
    glued = "" if before in _PARTING else glued_before(text, start)
    is_tail = before in MAY_END and not bare.version and begins_before(text, start, bare.path)
    if stray or is_cut or glued or is_tail:
        bare = bare._replace(stray=stray, is_cut=is_cut, before=glued, is_tail=is_tail)
    return bare, end
