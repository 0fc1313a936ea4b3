"""One line: names with their values, signs that open and close containers, arguments of calls."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from credentials.onboarding.reading_keys import grammar, rows, shapes, stand_ins, values
from credentials.onboarding.reading_keys.assigning import Assigning, outside, suits
from credentials.onboarding.reading_keys.candidates import Field
from credentials.onboarding.reading_keys.collecting import Collector
from credentials.onboarding.reading_keys.frames import Frame, Kind
from credentials.onboarding.reading_keys.names import Name, name_of, possible_name
from credentials.onboarding.reading_keys.values import Value, value_at

_TITLED: Final = re.compile(r"[\"'`]?\s*+(?:(?:=>|:=|[:=])\s*+)?")
_PLAIN_NAME: Final = re.compile(r"[\w./-]+")
_ENDPOINT: Final = Name(Field.ENDPOINT, "endpoint")
_HOLDING: Final = (Kind.BRACE, Kind.ITEM, Kind.BLOCK)


class LineReader:
    """What a line needs of the lines before: the name whose value may stand below it."""

    def __init__(self, collected: Collector, read_text: Callable[[str], None]) -> None:
        self._collected = collected
        self._read_text = read_text
        self._assigning = Assigning(collected)
        self._row: rows.Row | None = None
        self._word, self._word_end = "", 0
        self._is_in_tag = False

    def read(self, line: str, *, start: int = 0) -> None:
        """Take in what the line sets from ``start`` on."""
        if self._is_value_below(line) or self._is_row(line):
            return
        if piped := grammar.PIPED.fullmatch(line):
            self._piped(line, piped)
            return
        self._word, self._assigning.given, self._is_in_tag = "", None, False
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

    def finish(self) -> None:
        """Say what the text breaks off at."""
        self.drop_pending()
        if self._row is not None:
            self._collected.set_row(self._row)
            self._row = None

    def drop_pending(self) -> None:
        """The value of the last name does not stand below it."""
        if self._assigning.pending:
            name, frame, number = self._assigning.pending
            with self._collected.in_line(number):
                self._collected.leave_unread(name, 0, stand_ins.EMPTY, frame)
        self._assigning.pending = None

    def _is_value_below(self, line: str) -> bool:
        pending = self._assigning.pending
        alone = grammar.ALONE.fullmatch(line) if pending else None
        if pending is None:
            return False
        if alone is None or (name_of(alone[1]) is not None and not values.has_digit(alone[1])):
            self.drop_pending()
            return False
        self._assigning.pending = None
        name, frame, _ = pending
        self._collected.set(name, Value(alone[1], alone.start(1), alone.end(1)), frame)
        return True

    def _is_row(self, line: str) -> bool:
        """Whether the line is names in a row with their values, or goes on with such values."""
        self._row = self._row or rows.row_at(line)
        if self._row is None:
            return False
        for value in self._row.take(line, self._collected.line):
            self._collected.claims.add(value)
        if self._row.is_over:
            self._collected.set_row(self._row)
            self._row = None
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
        if token.lastgroup == "expansion":
            return self._expansion(line, token)
        after = self._name(line, token)
        if after == token.end():
            self._word, self._word_end = token[0], token.end()
        return after

    def _name(self, line: str, token: re.Match[str]) -> int:
        name = possible_name(token[0])
        if name is not None and not name.is_short:
            return self._assigning.read(line, token, name)
        after = self._assigning.read_short(line, token, name) if name else None
        return self._other(line, token) if after is None else after

    def _expansion(self, line: str, token: re.Match[str]) -> int:
        """A variable with what it is where it has no value: ``${NAME:=value}``."""
        name, value = name_of(token["variable"]), value_at(line, token.start())
        if name is not None and value is not None and value.is_quoted:
            self._collected.set(name, value, self._collected.top)
        return token.end()

    def _sign(self, line: str, token: re.Match[str]) -> int:
        sign = token[0]
        if sign in grammar.OPENING:
            self._collected.close_brace(grammar.OPENING[sign])
            return token.end()
        if self._assigning.is_in_call() and stand_ins.SECURE.match(line, token.start()):
            return self._assigning.argue(line, token.start())
        is_titled = bool(_TITLED.fullmatch(line, self._word_end, token.start())) and self._word
        title = self._word if is_titled else ""
        frame = self._collected.open(Kind.BRACE, sign=sign)
        if sign == "(":
            frame.callee = grammar.callee_of(line, token.start(), title)
        else:
            frame.title = title
        self._give(frame, self._assigning.given)
        self._assigning.given, self._word = None, ""
        return token.end()

    def _quote(self, line: str, token: re.Match[str]) -> int:
        """An argument of a call that makes a client, the value of the name that a bracket is for;
        any other text in quotes is read within."""
        top = self._collected.top
        value = value_at(line, token.start())
        if value is None or not grammar.ARGUMENT.fullmatch(value.text):
            return token.end()
        if self._assigning.is_in_call():
            if name_of(value.text) and grammar.ASSIGNED.match(line, value.end):
                return token.end()
            return self._assigning.argue(line, token.start())
        if top.given is not None and not top.callee and top.sign in ("(", "["):
            self._set_given(top, value)
            return value.end
        return token.end()

    def _set_given(self, frame: Frame, value: Value) -> None:
        if frame.given is not None:
            self._collected.set(frame.given, value, outside(frame))
            frame.given = None

    def _other(self, line: str, token: re.Match[str]) -> int:
        """A word that is no field: it may name one, give its value, or refer to it."""
        if (after := self._within(line, token)) is not None:
            return after
        word, top = token[0].lower().lstrip("-"), self._collected.top
        if word in grammar.REFERRING:
            self.refer()
        if self._assigning.is_in_call() and self._collected.region(token[0]):
            return self._assigning.argue(line, token.start())
        is_tag = self._begins_tag(line, token)
        sign = grammar.sign_behind(line, token, is_tag=is_tag)
        is_value = word in grammar.VALUING or (is_tag and word in grammar.VALUING_TAGS)
        read = value_at if is_value and top.given else values.value_to_look_at
        value = read(line, sign.end()) if sign else None
        if value is None:
            return token.end()
        if word in grammar.NAMING and _PLAIN_NAME.fullmatch(value.text):
            return self._naming(line, value) or token.end()
        if is_value and top.given is not None and not top.is_value_first:
            self._set_given(top, value)
            return value.end
        is_held = top.kind in _HOLDING or self._is_in_tag or any(shapes.keys_in(value.text))
        if is_value and top.is_named_else:
            top.is_named_else = False
        elif is_value and is_held:
            self._collected.hold(value, is_attribute=self._is_in_tag)
        return self._looked_at(word, value) or token.end()

    def _looked_at(self, word: str, value: Value) -> int | None:
        """An endpoint by another name, or a whole file in base64."""
        if word in grammar.LOCATING and self._collected.region(value.text):
            self._collected.set(_ENDPOINT, value, self._collected.top)
        elif text := values.file_in(value):
            self._read_text(text)
            return value.end
        return None

    def _begins_tag(self, line: str, token: re.Match[str]) -> bool:
        """Whether the word is a tag's; what an attribute named counts for its tag alone."""
        if line[token.start() - 1 : token.start()] != "<":
            return False
        if line[token.end() : token.end() + 1].isspace():
            top = self._collected.top
            top.given = top.held = None
            self._is_in_tag = True
        return True

    def _naming(self, line: str, value: Value) -> int | None:
        """A field is named: its value is in the container already, or is yet to come."""
        top, name = self._collected.top, name_of(value.text)
        top.is_named_else = name is None and top.held is None
        if name is None:
            return None
        if top.held is not None:
            self._collected.set_held(name, outside(top))
            return value.end
        top.given, top.is_value_first = name, False
        return self._content(line, value)

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
        self._collected.set(name, value, outside(top))
        return value.end

    def _content(self, line: str, named: Value) -> int | None:
        """The content of a tag whose attribute names a field."""
        top = self._collected.top
        rest = grammar.REST_OF_TAG.match(line, named.end)
        value = value_at(line, rest.end()) if rest else None
        if value is None or top.given is None or not suits(top.given, value):
            return None
        self._collected.set(top.given, value, top)
        top.given = None
        return value.end

    def refer(self) -> None:
        """Say that the value of the field that is named here is elsewhere."""
        for frame in self._collected.top.around():
            if frame.given is not None:
                self._collected.leave(frame.given, 0, stand_ins.REFERRED, outside(frame))
                frame.given = None
                return
            if frame.kind is Kind.TEXT:
                return

    def _give(self, frame: Frame, name: Name | None) -> None:
        frame.given = name
        if name is not None and name.is_elsewhere:
            self.refer()
