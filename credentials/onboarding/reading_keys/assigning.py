"""A name and its value in one line: each sign and each order in which texts put the two."""

from __future__ import annotations

import re
from typing import Final

from credentials.onboarding.reading_keys import grammar, rows, shapes, stand_ins, values
from credentials.onboarding.reading_keys.candidates import Field
from credentials.onboarding.reading_keys.collecting import Collector
from credentials.onboarding.reading_keys.frames import Frame, Kind
from credentials.onboarding.reading_keys.names import Name
from credentials.onboarding.reading_keys.values import Value, value_at

_SCALAR: Final = re.compile(r"\s*+(?:[|>][+-]?\d?\s*+)?")
_BRACE: Final = re.compile(r"[\"']?\s*\{")
_OPENING: Final = re.compile(r"(?:[\w:.]{0,40}\s?)?[({\[]|@[({]")
_BEFORE_TAG: Final = "<|"


class Assigning:
    """What a name sets; ``pending`` is one whose value may stand in the next line, ``given`` one
    whose value may stand in the container that follows."""

    def __init__(self, collected: Collector) -> None:
        self._collected = collected
        self.pending: tuple[Name, Frame, int] | None = None
        self.given: Name | None = None

    def read(self, line: str, token: re.Match[str], name: Name) -> int:
        """Take in the value of the name that the token is; where to go on."""
        sign = grammar.ASSIGNED.match(line, token.end())
        sign = sign or grammar.GO_TYPED.match(line, token.end())
        if sign:
            return self._assigned(line, token, sign, name)
        ways = (self._spaced, self._cells, self._listed, self._tagged, self._pointed)
        for way in ways:
            after = way(line, token, name)
            if after is not None:
                return after
        if self.is_in_call():
            return self.argue(line, token.start(), stand_ins.REFERRED)
        if _BRACE.match(line, token.end()):
            self.given = name
        elif _is_last(line, token):
            self.pending = (name, self._collected.top, self._collected.line)
        return token.end()

    def read_short(self, line: str, token: re.Match[str], name: Name) -> int | None:
        """The same of a short name, which is one where its value looks the part."""
        sign = grammar.ASSIGNED.match(line, token.end()) or grammar.POINTED.match(line, token.end())
        value = value_at(line, sign.end()) if sign else None
        if value is None or not shapes.suits(name.field, value.text):
            return None
        return self._set(name, value, self._collected.top)

    def is_in_call(self) -> bool:
        """Whether what follows are the arguments of a call that makes a client."""
        callee = self._collected.top.callee
        return bool(callee and grammar.CONSTRUCTORS.fullmatch(callee))

    def argue(self, line: str, place: int, problem: object = None) -> int:
        """Take the value at ``place``, where there is one, for an argument of the call."""
        value = value_at(line, place)
        if value is None:
            return place + 1
        self._collected.argue(value, is_variable=problem is not None)
        return value.end

    def _set(self, name: Name, value: Value, frame: Frame) -> int:
        self._collected.set(name, value, frame)
        return value.end

    def _assigned(self, line: str, token: re.Match[str], sign: re.Match[str], name: Name) -> int:
        top = self._collected.top
        if "closed" in sign.re.groupindex and sign["closed"] and top.sign == "[":
            self._collected.close(top)
        if _SCALAR.fullmatch(line, sign.end()):
            self.pending = (name, self._collected.top, self._collected.line)
            return len(line)
        top = self._collected.top
        frame = outside(top) if _sets(top) else top
        value = value_at(line, sign.end())
        if not top.callee and rows.follows_a_name(line, token.start()):
            self._collected.leave_unread(name, token.start(), stand_ins.UNREADABLE, frame)
            return sign.end()
        if value is not None:
            return self._set(name, value, frame)
        if _OPENING.match(line, sign.end()):
            self.given = name
        else:
            self._collected.leave_unread(name, sign.start(), stand_ins.UNREADABLE, frame)
        return sign.end()

    def _spaced(self, line: str, token: re.Match[str], name: Name) -> int | None:
        """An option's value, or a line that is a name, blanks and a value."""
        body = grammar.BODY.match(line, token.end())
        gap = body or grammar.SPACED.match(line, token.end())
        value = value_at(line, gap.end()) if gap else None
        if value is None or value.text.startswith("-"):
            return None
        is_option = token[0].startswith("-")
        is_keyword = body or line[token.start() - 1 : token.start()] == ":"
        is_line = bool(
            grammar.SETTING.fullmatch(line, 0, token.start())
            and grammar.AFTER_SPACED.match(line, value.end)
            and (suits(name, value) or values.is_reference(value))
        )
        is_label = (
            token.lastgroup == "label" and values.is_key(value) and values.has_digit(value.text)
        )
        if not (is_option or is_line or is_label or (is_keyword and _looks(name, value))):
            return None
        return self._set(name, value, self._collected.top)

    def _cells(self, line: str, token: re.Match[str], name: Name) -> int | None:
        """A line that is a name and its value, or its value for each of several keys."""
        if not grammar.SETTING.fullmatch(line, 0, token.start()):
            return None
        cells: list[Value] = []
        place = token.end()
        while gap := grammar.CELL.match(line, place):
            value = value_at(line, gap.end())
            if value is None or not suits(name, value):
                break
            cells.append(value)
            place = value.end
        if not cells or line[place:].strip(" \t,;\"'"):
            return None
        for number, value in enumerate(cells, 1):
            self._collected.set(name.of_column(number, len(cells)), value, self._collected.top)
        return place

    def _listed(self, line: str, token: re.Match[str], name: Name) -> int | None:
        """The value of a name that a function is given: ``setenv("NAME", "value")``."""
        top = self._collected.top
        gap = grammar.LISTED.match(line, token.end())
        if gap is None or not _sets(top):
            return None
        value = value_at(line, gap.end())
        return self._set(name, value, outside(top)) if value is not None else None

    def _tagged(self, line: str, token: re.Match[str], name: Name) -> int | None:
        """``<name>value</name>``, and two cells of a table."""
        before = line[: token.start()].rstrip()[-1:]
        gap = grammar.TAGGED.match(line, token.end())
        value = value_at(line, gap.end()) if gap and before and before in _BEFORE_TAG else None
        if value is None or not suits(name, value):
            return None
        return self._set(name, value, self._collected.top)

    def _pointed(self, line: str, token: re.Match[str], name: Name) -> int | None:
        """What a sentence or an arrow says that it is: ``the consumer key is …``."""
        gap = grammar.POINTED.match(line, token.end())
        value = value_at(line, gap.end()) if gap else None
        if value is None or not shapes.suits(name.field, value.text):
            return None
        return self._set(name, value, self._collected.top)


def outside(frame: Frame) -> Frame:
    """Where the value of a field that a container names belongs."""
    is_inner = frame.kind in (Kind.BRACE, Kind.ITEM, Kind.BLOCK)
    return frame.parent if is_inner and frame.parent is not None else frame


def suits(name: Name, value: Value) -> bool:
    """Whether a value could be that of the name as it stands."""
    return name.field is Field.ENDPOINT or values.is_key(value)


def _looks(name: Name, value: Value) -> bool:
    return name.field is Field.ENDPOINT or shapes.suits(name.field, value.text)


def _sets(frame: Frame) -> bool:
    """Whether a container is the arguments of a function that sets what they name."""
    return bool(frame.callee and grammar.SETTERS.fullmatch(frame.callee))


def _is_last(line: str, token: re.Match[str]) -> bool:
    """Whether a name ends its line, and is a label or all there is."""
    before, behind = line[: token.start()], line[token.end() :].strip(" \t\r\"'*_#|:")
    return not behind and (token.lastgroup == "label" or not before.strip(" \t\"'*_#|?"))
