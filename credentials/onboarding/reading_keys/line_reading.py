"""One line: names with their values, signs that open and close containers, arguments of calls."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from credentials.onboarding.reading_keys import grammar, values
from credentials.onboarding.reading_keys.candidates import Field
from credentials.onboarding.reading_keys.collecting import Collector
from credentials.onboarding.reading_keys.frames import Frame, Kind
from credentials.onboarding.reading_keys.names import Name, name_of
from credentials.onboarding.reading_keys.values import Value, value_at

_TITLED: Final = re.compile(r"[\"'`]?\s*+(?:(?:=>|:=|[:=])\s*+)?")
_SCALAR: Final = re.compile(r"\s*+(?:[|>][+-]?\d?\s*+)?")
_PLAIN_NAME: Final = re.compile(r"[\w./-]+")
_BEFORE_TAG: Final = "<|"
_ENDPOINT: Final = Name(Field.ENDPOINT, "endpoint")
_BRACE: Final = re.compile(r"[\"']?\s*\{")


class LineReader:
    """What a line needs of the lines before: the name whose value may stand below it."""

    def __init__(self, collected: Collector, read_text: Callable[[str], None]) -> None:
        self._collected = collected
        self._read_text = read_text
        self._pending: tuple[Name, Frame] | None = None
        self._given: Name | None = None
        self._word, self._word_end = "", 0

    def read(self, line: str, *, start: int = 0) -> None:
        """Take in what the line sets from ``start`` on."""
        pending, self._pending = self._pending, None
        if pending and self._is_value_below(line, *pending):
            return
        if piped := grammar.PIPED.fullmatch(line):
            self._piped(line, piped)
            return
        self._word, self._given = "", None
        place: int | None = start
        while place is not None and (token := grammar.TOKEN.search(line, place)):
            place = self._after(line, token)

    def read_remark(self, line: str) -> None:
        """Say what keys stand in a line that is a remark."""
        place = 0
        while token := grammar.TOKEN.search(line, place):
            name = name_of(token[0]) if token.lastgroup in ("word", "label") else None
            sign = grammar.ASSIGNED.match(line, token.end()) if name else None
            value = value_at(line, sign.end()) if sign else None
            if name and value:
                self._collected.remark(name, value)
            place = value.end if value else token.end()

    def drop_pending(self) -> None:
        """The value of the last name does not stand below it."""
        self._pending = None

    def _is_value_below(self, line: str, name: Name, frame: Frame) -> bool:
        alone = grammar.ALONE.fullmatch(line)
        if alone is None or (name_of(alone[1]) is not None and not values.has_digit(alone[1])):
            return False
        self._collected.set(name, Value(alone[1], alone.start(1), alone.end(1)), frame)
        return True

    def _piped(self, line: str, piped: re.Match[str]) -> None:
        name, value = name_of(piped["name"]), value_at(line, piped.start("value"))
        if name is not None and value is not None:
            self._collected.set(name, value, self._collected.top)

    def _after(self, line: str, token: re.Match[str]) -> int | None:
        """Take in what begins with the token; where to go on, or None at the line's end."""
        if token.lastgroup == "remark":
            return None
        if token.lastgroup == "sign":
            return self._sign(line, token)
        if token.lastgroup == "quote":
            return self._quote(line, token)
        name = name_of(token[0])
        after = self._named(line, token, name) if name else self._other(line, token)
        if after == token.end():
            self._word, self._word_end = token[0], token.end()
        return after

    def _sign(self, line: str, token: re.Match[str]) -> int:
        sign = token[0]
        if sign in grammar.OPENING:
            self._collected.close_brace(grammar.OPENING[sign])
            return token.end()
        is_titled = bool(_TITLED.fullmatch(line, self._word_end, token.start())) and self._word
        title = self._word if is_titled else ""
        frame = self._collected.open(Kind.BRACE, sign=sign)
        if sign == "(":
            frame.callee = title
        else:
            frame.title = title
        self._give(frame, self._given)
        self._given, self._word = None, ""
        return token.end()

    def _quote(self, line: str, token: re.Match[str]) -> int:
        """An argument of a call that makes a client; any other text in quotes is read within."""
        if not self._is_constructed():
            return token.end()
        value = value_at(line, token.start())
        if value is None or not grammar.ARGUMENT.fullmatch(value.text):
            return token.end()
        if name_of(value.text) and grammar.ASSIGNED.match(line, value.end):
            return token.end()
        self._collected.top.arguments.append(value)
        return value.end

    def _named(self, line: str, token: re.Match[str], name: Name) -> int | None:
        sign = grammar.ASSIGNED.match(line, token.end()) or grammar.GO_TYPED.match(
            line, token.end()
        )
        if sign:
            return self._assigned(line, sign, name)
        for read in (self._spaced, self._cell, self._listed, self._tagged, self._argument):
            after = read(line, token, name)
            if after is not None:
                return after
        if _BRACE.match(line, token.end()):
            self._given = name
        elif _is_last(line, token):
            self._pending = (name, self._collected.top)
        return token.end()

    def _assigned(self, line: str, sign: re.Match[str], name: Name) -> int | None:
        top = self._collected.top
        if "closed" in sign.re.groupindex and sign["closed"] and top.sign == "[":
            self._collected.close(top)
        if _SCALAR.fullmatch(line, sign.end()):
            self._pending = (name, self._collected.top)
            return None
        value = value_at(line, sign.end())
        if value is None:
            self._given = name
            return sign.end()
        top = self._collected.top
        self._collected.set(name, value, _outside(top) if _sets(top) else top)
        return value.end

    def _spaced(self, line: str, token: re.Match[str], name: Name) -> int | None:
        """An option's value, or a line that is a name, blanks and a value."""
        gap = grammar.BODY.match(line, token.end()) or grammar.SPACED.match(line, token.end())
        value = value_at(line, gap.end()) if gap else None
        if value is None or value.text.startswith("-"):
            return None
        is_option = token[0].startswith("-")
        is_line = bool(
            grammar.SETTING.fullmatch(line, 0, token.start())
            and grammar.AFTER_SPACED.match(line, value.end)
            and (_suits(name, value) or values.is_reference(value))
        )
        is_label = (
            token.lastgroup == "label" and values.is_key(value) and values.has_digit(value.text)
        )
        if not (is_option or is_line or is_label):
            return None
        self._collected.set(name, value, self._collected.top)
        return value.end

    def _cell(self, line: str, token: re.Match[str], name: Name) -> int | None:
        """A line that is a name and a value, parted as the cells of a table are."""
        gap = grammar.CELL.match(line, token.end())
        value = value_at(line, gap.end()) if gap else None
        if value is None or not grammar.SETTING.fullmatch(line, 0, token.start()):
            return None
        if not _suits(name, value) or line[value.end :].strip(" \t,;\"'"):
            return None
        self._collected.set(name, value, self._collected.top)
        return value.end

    def _listed(self, line: str, token: re.Match[str], name: Name) -> int | None:
        """The value of a name that a function is given: ``setenv("NAME", "value")``."""
        top = self._collected.top
        gap = grammar.LISTED.match(line, token.end())
        if gap is None or not _sets(top):
            return None
        value = value_at(line, gap.end())
        if value is not None:
            self._collected.set(name, value, _outside(top))
        return value.end if value else None

    def _tagged(self, line: str, token: re.Match[str], name: Name) -> int | None:
        """``<name>value</name>``, and two cells of a table."""
        before = line[: token.start()].rstrip()[-1:]
        gap = grammar.TAGGED.match(line, token.end())
        value = value_at(line, gap.end()) if gap and before and before in _BEFORE_TAG else None
        if value is None or not _suits(name, value):
            return None
        self._collected.set(name, value, self._collected.top)
        return value.end

    def _argument(self, line: str, token: re.Match[str], _name: object) -> int | None:
        """A variable that a call which makes a client is given."""
        if not self._is_constructed():
            return None
        value = value_at(line, token.start())
        if value is None:
            return None
        variable = Value(value.text, value.start, value.end, values.REFERRED)
        self._collected.top.arguments.append(variable)
        return value.end

    def _other(self, line: str, token: re.Match[str]) -> int | None:
        """A word that is no field: it may name one, give its value, or refer to it."""
        if (after := self._within(line, token)) is not None:
            return after
        word, top = token[0].lower().lstrip("-"), self._collected.top
        if word in grammar.REFERRING:
            self.refer()
        sign = grammar.ASSIGNED.match(line, token.end()) or grammar.SPACED.match(line, token.end())
        given = top.given if word in grammar.VALUING else None
        read = value_at if given else values.value_to_look_at
        value = read(line, sign.end()) if sign else None
        if value is None:
            return token.end()
        if word in grammar.NAMING and _PLAIN_NAME.fullmatch(value.text):
            top.given = name_of(value.text) or top.given
            return self._content(line, value) or token.end()
        if given is not None:
            self._collected.set(given, value, _outside(top))
            return value.end
        if word in grammar.LOCATING and self._collected.region(value.text):
            self._collected.set(_ENDPOINT, value, top)
        elif text := values.file_in(value):
            self._read_text(text)
            return value.end
        return token.end()

    def _within(self, line: str, token: re.Match[str]) -> int | None:
        """Half a name, the other half of which is what the container is called:
        ``consumer: {key: …}``."""
        top = self._collected.top
        if token[0].lower() not in grammar.HALVES or top.title.lower() not in grammar.HALVED:
            return None
        name = name_of(f"{top.title} {token[0]}")
        sign = grammar.ASSIGNED.match(line, token.end())
        value = value_at(line, sign.end()) if sign else None
        if name is None or value is None:
            return None
        self._collected.set(name, value, _outside(top))
        return value.end

    def _content(self, line: str, named: Value) -> int | None:
        """The content of a tag whose attribute names a field."""
        top = self._collected.top
        rest = grammar.REST_OF_TAG.match(line, named.end)
        value = value_at(line, rest.end()) if rest else None
        if value is None or top.given is None or not _suits(top.given, value):
            return None
        self._collected.set(top.given, value, top)
        top.given = None
        return value.end

    def refer(self) -> None:
        """Say that the value of the field that is named here is elsewhere."""
        for frame in self._collected.top.around():
            if frame.given is not None:
                self._collected.leave(frame.given, 0, values.REFERRED, _outside(frame))
                frame.given = None
                return
            if frame.kind is Kind.TEXT:
                return

    def _give(self, frame: Frame, name: Name | None) -> None:
        frame.given = name
        if name is not None and name.is_elsewhere:
            self.refer()

    def _is_constructed(self) -> bool:
        callee = self._collected.top.callee
        return bool(callee and grammar.CONSTRUCTORS.fullmatch(callee))


def _outside(frame: Frame) -> Frame:
    """Where the value of a field that a container names belongs."""
    is_inner = frame.kind in (Kind.BRACE, Kind.ITEM, Kind.BLOCK)
    return frame.parent if is_inner and frame.parent is not None else frame


def _sets(frame: Frame) -> bool:
    """Whether a container is the arguments of a function that sets what they name."""
    return bool(frame.callee and grammar.SETTERS.fullmatch(frame.callee))


def _is_last(line: str, token: re.Match[str]) -> bool:
    """Whether a name ends its line, and is a label or all there is."""
    before, behind = line[: token.start()], line[token.end() :].strip(" \t\r\"'*_#|")
    return not behind and (token.lastgroup == "label" or not before.strip(" \t\"'*_#|"))


def _suits(name: Name, value: Value) -> bool:
    """Whether a value could be that of the name as it stands."""
    return name.field is Field.ENDPOINT or values.is_key(value)
