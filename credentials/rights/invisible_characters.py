"""How text that someone else wrote is shown inside a sentence: short, and with nothing hidden."""

from __future__ import annotations

_LONGEST_SHOWN = 120


def first_invisible(text: str) -> str:
    """The first character of ``text`` that cannot be seen (a plain space can), or ``""``."""
    return "" if text.isprintable() else next(char for char in text if not char.isprintable())


def visible_text(text: str) -> str:
    """``text`` cut to a readable length, invisible characters spelled out (``\\u200b``)."""
    cut = text[:_LONGEST_SHOWN] + ("…" if len(text) > _LONGEST_SHOWN else "")
    if cut.isprintable():
        return cut
    return "".join(char if char.isprintable() else _escaped(char) for char in cut)


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
