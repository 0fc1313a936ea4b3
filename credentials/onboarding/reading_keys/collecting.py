"""Where read settings go: into the container they stand in, and out of it when it ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from credentials.core import Sentence, gettext_noop, say
from credentials.onboarding.key_form import BLANKS
from credentials.onboarding.reading_keys import grammar, shapes, stand_ins, values
from credentials.onboarding.reading_keys.candidates import (
    CLIENT,
    TRIPLE,
    Candidate,
    Field,
    Leftover,
)
from credentials.onboarding.reading_keys.claims import Claims, unnamed_in
from credentials.onboarding.reading_keys.frames import (
    HEADING_SIGN,
    Frame,
    Group,
    Kind,
    counts_outside,
    is_over,
)
from credentials.onboarding.reading_keys.making import RegionOf, candidates_of
from credentials.onboarding.reading_keys.names import Name
from credentials.onboarding.reading_keys.rows import Row
from credentials.onboarding.reading_keys.values import Value

_MOST_DEPTH = 100
_IN_REMARK = gettext_noop("It stands in a remark, and what is in a remark is not taken in.")
_REGION_CONSTANT = re.compile(
    r"(?:.*[.:])?(?:(ovh|kimsufi|soyoustart)_?(?:api_)?)?(eu|ca|us)", re.IGNORECASE
)
_KEY_ARGUMENTS = tuple(Name(field, field) for field in TRIPLE)
_CLIENT_ARGUMENTS = tuple(Name(field, field, is_of_ovh=True) for field in CLIENT)
_WORDS = {
    Field.APPLICATION_KEY: gettext_noop("application key"),
    Field.APPLICATION_SECRET: gettext_noop("application secret"),
    Field.CONSUMER_KEY: gettext_noop("consumer key"),
    Field.CLIENT_ID: gettext_noop("client id"),
    Field.CLIENT_SECRET: gettext_noop("client secret"),
    Field.ENDPOINT: gettext_noop("endpoint"),
}


class Collector:
    """The containers that are open, and what came out of those that ended."""

    def __init__(self, region_of: RegionOf) -> None:
        self.line = 1
        self._region_of = region_of
        self._frames = [Frame(Kind.TEXT)]
        self._ended: list[Candidate | Leftover] = []
        self.claims = Claims()

    @property
    def top(self) -> Frame:
        return self._frames[-1]

    @property
    def in_braces(self) -> bool:
        return any(frame.kind is Kind.BRACE for frame in self._frames)

    @property
    def in_data(self) -> bool:
        """Whether values are in base64 here: below ``data``, as a Secret of Kubernetes has it."""
        return any(frame.title == "data" for frame in self.top.around())

    def taken(self) -> Iterator[Candidate | Leftover]:
        """What has ended since, once."""
        ended, self._ended = self._ended, []
        yield from ended

    def add(self, part: Candidate | Leftover) -> None:
        """Something that was read apart."""
        self._ended.append(part)

    def open(self, kind: Kind, *, indent: int = 0, title: str = "", sign: str = "") -> Frame:
        """A container in the one that is open; of too many, the innermost goes on."""
        if len(self._frames) >= _MOST_DEPTH:
            return self.top
        frame = Frame(kind, self.top, indent, self.line, title, sign)
        self._frames.append(frame)
        return frame

    def close(self, frame: Frame) -> None:
        """End a container and whatever is open in it; the text itself never ends here."""
        if frame not in self._frames[1:]:
            return
        while self._frames[-1] is not frame:
            self._end(self._frames.pop())
        self._end(self._frames.pop())

    def close_all(self) -> None:
        """End everything: a document, or the text."""
        while len(self._frames) > 1:
            self._end(self._frames.pop())
        self._end(self._frames[0])
        self._frames = [Frame(Kind.TEXT)]

    def close_brace(self, sign: str) -> None:
        """End the innermost container that this sign closes."""
        inner = next((f for f in reversed(self._frames) if f.kind is Kind.BRACE), None)
        if inner is not None and inner.sign == sign:
            self.close(inner)

    def begin_section(self, title: str, indent: int) -> None:
        """End the section before, where there is one, and begin the next."""
        while self.top.kind is Kind.SECTION:
            self.close(self.top)
        self.open(Kind.SECTION, indent=indent, title=title)

    def begin_part(self, title: str) -> None:
        """Begin what a heading is above, where nothing but such parts is open."""
        if any(frame.parent and frame.sign != HEADING_SIGN for frame in self._frames):
            return
        self.close(self.top)
        self.open(Kind.SECTION, title=title, sign=HEADING_SIGN)

    def dedent(self, indent: int, *, is_item: bool) -> None:
        """End the blocks and items that a line with this indentation is no longer in."""
        while not self.in_braces and is_over(self.top, indent, is_item=is_item):
            self.close(self.top)
        for frame in self._frames:
            frame.goes_on |= frame.line < self.line

    def set(self, name: Name, value: Value, frame: Frame) -> None:
        """Keep what a name is set to, in the container it belongs to."""
        self._note_item(name, value, frame)
        if name.field is Field.ENDPOINT:
            self._set_endpoint(name, value, frame)
            return
        self.claims.add(value)
        text = self._in_clear(value.text)
        problem = value.problem or (stand_ins.REFERRED if name.is_elsewhere else None)
        problem = problem or stand_ins.problem_of(text, name=_WORDS[name.field])
        self._put(name, "" if problem else text.strip(BLANKS), value.start, problem, frame)

    def leave(self, name: Name, start: int, reason: Sentence, frame: Frame) -> None:
        """Say that a field has no value here, and why."""
        self._put(name, "", start, reason, frame)

    def leave_unread(self, name: Name, start: int, reason: Sentence, frame: Frame) -> None:
        """The same, unless a value of it comes still."""
        group = frame.groups.get(name.group)
        if group is None:
            group = frame.groups[name.group] = Group(self.line, start + 1)
        group.unread[name.field] = Leftover(self.line, start + 1, name.text, reason)

    def end_line(self, line: str) -> None:
        """Say what looks like a key in the line, and is nothing so far."""
        self._ended += self.claims.rest_of(line, self.line)

    def remark(self, name: Name, value: Value) -> None:
        """Say that a value stands in a remark; examples there are nobody's loss."""
        self.claims.add(value)
        if name.field is not Field.ENDPOINT and values.is_key(value):
            leftover = Leftover(self.line, value.start + 1, name.text, say(_IN_REMARK))
            self._ended.append(leftover)

    def _set_arguments(self, frame: Frame) -> None:
        """Read the arguments of a call that makes a client: an endpoint, and keys in order."""
        regions = [self.region(value.text) for _, value in frame.arguments]
        pairs = zip(frame.arguments, regions, strict=True)
        keys = [argument for argument, region in pairs if not region]
        least = 2 if frame.callee == grammar.CREDENTIAL or any(regions) else 3
        if frame.groups or not _are_keys([value for _, value in keys], least, any(regions)):
            self._ended += unnamed_in(frame.callee, frame.arguments)
            return
        frame.endpoint = next(filter(None, regions), "")
        spellings = _CLIENT_ARGUMENTS if "oauth" in frame.callee.lower() else _KEY_ARGUMENTS
        target = frame.parent if frame.callee == grammar.CREDENTIAL and frame.parent else frame
        for name, (line, value) in zip(spellings, keys, strict=False):
            with self.in_line(line):
                self.set(name, value, target)

    def argue(self, value: Value, *, is_variable: bool) -> None:
        """Take a value for an argument of the call that is open."""
        self.claims.add(value)
        if is_variable:
            value = Value(value.text, value.start, value.end, stand_ins.REFERRED)
        self.top.arguments.append((self.line, value))

    def hold(self, value: Value, *, is_attribute: bool) -> None:
        """Keep a value until the container says whose it is."""
        self.claims.add(value)
        if self.top.held is not None:
            self._ended += unnamed_in("value", [self.top.held])
        self.top.held = (self.line, value)
        self.top.is_value_first = self.top.given is None and not is_attribute

    def set_held(self, name: Name, frame: Frame) -> None:
        """The value that the container holds is this field's."""
        if self.top.held is not None:
            line, value = self.top.held
            self.top.held = None
            with self.in_line(line):
                self.set(name, value, frame)

    def set_row(self, row: Row) -> None:
        """Keep the values of a row, or say that they are not as many as its names."""
        if not row.pairs:
            self._ended += unnamed_in("", row.values)
        for name, line, value in row.pairs:
            with self.in_line(line):
                self.set(name, value, self.top)

    @contextmanager
    def in_line(self, line: int) -> Iterator[None]:
        """Take what is set for something of that line."""
        now, self.line = self.line, line
        try:
            yield
        finally:
            self.line = now

    def region(self, text: str) -> str:
        """The region that a text means; also as constants of the SDKs spell it."""
        bare = text.strip()
        constant = _REGION_CONSTANT.fullmatch(bare)
        plain = f"{constant[1] or 'ovh'}-{constant[2]}".lower() if constant else ""
        return self._region_of(bare) or (self._region_of(plain) if plain else "")

    def _in_clear(self, text: str) -> str:
        """What base64 stands for: below ``data``, and where a key comes out."""
        plain = values.decoded(text)
        return plain if plain and (self.in_data or shapes.is_key(plain.strip())) else text

    def _set_endpoint(self, name: Name, value: Value, frame: Frame) -> None:
        text = self._in_clear(value.text)
        text = self.region(text) or text.strip()
        group, over = frame.group_for(name, self.line, value.start + 1)
        self._ended_groups(over, name.group, frame)
        group.values[Field.ENDPOINT] = text
        if not group.has_keys:
            frame.endpoint = text

    def _put(
        self, name: Name, text: str, start: int, problem: Sentence | None, frame: Frame
    ) -> None:
        known = frame.groups.get(name.group)
        if known and text and known.values.get(name.field) == text:
            return
        group, over = frame.group_for(name, self.line, start + 1)
        self._ended_groups(over, name.group, frame)
        group.is_of_ovh |= name.is_of_ovh
        if problem:
            group.problems[name.field] = Leftover(self.line, start + 1, name.text, problem)
        else:
            group.values[name.field] = text

    def _note_item(self, name: Name, value: Value, frame: Frame) -> None:
        if frame.kind is Kind.ITEM and frame.line == self.line:
            frame.settings.append((name, value))

    def _ended_groups(self, groups: list[Group], name: str, frame: Frame) -> None:
        for group in groups:
            self._ended += candidates_of(group, frame, name, self.region)

    def _end(self, frame: Frame) -> None:
        if frame.callee and frame.arguments:
            self._set_arguments(frame)
        self._end_settings(frame)
        if frame.parent is not None and counts_outside(frame):
            frame.parent.endpoint = frame.parent.endpoint or frame.endpoint
        if self._is_single(frame):
            return
        for name, group in frame.groups.items():
            self._ended_groups([group], name, frame)

    def _end_settings(self, frame: Frame) -> None:
        """A name that was given no value in here, and a value that nothing named."""
        if frame.given is not None and frame.sign in ("(", "[") and frame.parent is not None:
            self.leave_unread(frame.given, 0, stand_ins.UNREADABLE, frame.parent)
        if frame.held is not None:
            self._ended += unnamed_in("value", [frame.held])

    def _is_single(self, frame: Frame) -> bool:
        """Whether an item is one setting of the list around it, and went there."""
        count = sum(len(g.values) + len(g.problems) for g in frame.groups.values())
        if frame.kind is not Kind.ITEM or frame.goes_on or count != 1 or frame.parent is None:
            return False
        with self.in_line(frame.line):
            for name, value in frame.settings:
                self.set(name, value, frame.parent)
        return bool(frame.settings)


def _are_keys(arguments: list[Value], least: int, has_region: object) -> bool:
    """Whether arguments are an application key, its secret and perhaps a consumer key."""
    if not least <= len(arguments) <= len(TRIPLE):
        return False
    return bool(has_region) or all(values.is_key(value) for value in arguments)
