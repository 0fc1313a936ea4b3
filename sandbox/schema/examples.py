"""Values of the API's types that follow from a seed: the same every time for the same service."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from credentials.rights import TypeName
from sandbox.schema.models import Field, Models
from sandbox.schema.scalars import is_single
from sandbox.state.clock import v1_datetime, v2_datetime

_DEEPEST = 6
_MOST_ITEMS = 2
_PRICE = frozenset({"currencyCode", "text", "value"})
_CURRENCIES = {"eu": "EUR", "ca": "CAD", "us": "USD"}


class Examples:
    """Makes values of the models of one section, as ``version`` writes them in ``region``."""

    def __init__(self, models: Models, *, version: str, region: str) -> None:
        self._models = models
        self._version = version
        self._currency = _CURRENCIES[region]

    def of(self, field: Field, seed: str, *, within: tuple[str, ...] = ()) -> object:
        """A value of the field's type; ``within`` are the models it lies in."""
        name = TypeName(field.type)
        if name.is_map:
            inner = Field("", name.map_value)
            return {} if self._is_deep(inner, within) else {"example": self.of(inner, seed)}
        if name.is_list:
            return self._items(field, seed, within=within)
        if words := self._models.words(field):
            word = _word(words, seed)
            return int(word) if self._models.has_numbers(field.type) else word
        if self._models.is_object(field.type):
            return self._object(field, seed, within=within)
        if is_single(field.type):
            return self.single(field.type, seed, name=field.name)
        return {}

    def single(self, type_name: str, seed: str, *, name: str = "") -> object:
        """A value of a single type; ``name`` is what the field is called, which may say more."""
        if type_name == "datetime":
            moment = _moment(seed, name)
            return v2_datetime(moment) if self._version == "v2" else v1_datetime(moment)
        return _SINGLE[type_name](seed, name)

    def _items(self, field: Field, seed: str, *, within: tuple[str, ...]) -> list[object]:
        inner = Field(field.name, TypeName(field.type).inner, words=field.words)
        count = 0 if self._is_deep(inner, within) else 1 + number(seed) % _MOST_ITEMS
        items = [self.of(inner, f"{seed}/{place}", within=within) for place in range(count)]
        return [item for place, item in enumerate(items) if item not in items[:place]]

    def _object(self, field: Field, seed: str, *, within: tuple[str, ...]) -> object:
        if field.nullable and self._is_deep(field, within):
            return None
        inside = (*within, field.type)
        fields = self._models.fields(field.type)
        values = {each.name: self.of(each, f"{seed}/{each.name}", within=inside) for each in fields}
        return self.coherent(values, seed)

    def coherent(self, values: dict[str, Any], seed: str) -> dict[str, Any]:
        """The object, with the parts of a price saying the same."""
        if not values.keys() >= _PRICE:
            return values
        cents = 99 + number(seed) % 20_000
        price = {
            "currencyCode": self._currency,
            "priceInUcents": cents * 1_000_000,
            "text": f"{cents / 100:.2f} {self._currency}",
            "value": cents / 100,
        }
        return values | {name: value for name, value in price.items() if name in values}

    def _is_deep(self, field: Field, within: tuple[str, ...]) -> bool:
        """Whether an object here would repeat one that it lies in, or lie too deep."""
        is_object = self._models.is_object(field.type)
        return is_object and (field.type in within or len(within) >= _DEEPEST)


def number(seed: str) -> int:
    """A whole number of at most 48 bits that follows from the seed."""
    return int(_hex(seed)[:12], 16)


def _hex(seed: str) -> str:
    return hashlib.sha256(seed.encode()).hexdigest()


#: Words that say all is well: one of them where an enumeration has one.
_WELL = re.compile(
    r"(?i)ok|active|running|ready|done|complete[d]?|enabled|validated|deployed|available|installed|"
    r"in_?service|production|success|in_?use|paid|started|finished|up"
)
_TROUBLE = re.compile(
    r"(?i)(expired|suspend|delet|block|lock|error|fail|cancel|deprecat|maintenance)"
)
_AHEAD = re.compile(r"(?i)(expir|deletion|until|next|renew|end|termination|deadline)")


def _word(words: Sequence[str], seed: str) -> str:
    likely = [word for word in words if _WELL.fullmatch(word)] or words
    return likely[number(seed) % len(likely)]


def _moment(seed: str, name: str) -> float:
    """Epoch seconds: of 2025, or of 2030 where the name speaks of an end."""
    start = datetime(2030 if _AHEAD.search(name) else 2025, 1, 1, tzinfo=UTC)
    return (start + timedelta(minutes=number(seed) % 525_600)).timestamp()


def _day(seed: str, name: str) -> str:
    return datetime.fromtimestamp(_moment(seed, name), UTC).date().isoformat()


def _text(seed: str, name: str) -> str:
    end = _hex(seed)[:8]
    for pattern, texts in _CALLED:
        if pattern.search(name):
            return texts[number(seed) % len(texts)].format(end=end)
    slug = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name or "item").lower()
    return f"{slug}-{end}"


def _whole(seed: str, name: str) -> int:
    """A number that could be a size; a long one where it is an id."""
    return 1 + number(seed) % (900_000_000 if re.search(r"(?i)id$", name) else 1_000)


#: Texts by how a field is called; the first that fits.
_CALLED: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"(?i)mail$"), ("alice.{end}@example.com",)),
    (re.compile(r"(?i)ur[li]$"), ("https://www.example.com/{end}",)),
    (re.compile(r"(?i)(domain|host(name)?|fqdn)$"), ("{end}.example.com",)),
    (re.compile(r"(?i)country"), ("FR",)),
    (re.compile(r"duration$"), ("01",)),
    (re.compile(r"(?i)version"), ("1.0.0",)),
    (re.compile(r"(?i)region|datacenter"), ("BHS5", "GRA1", "SBG1", "WAW1")),
    (
        re.compile(r"(?i)iso.?date|(creat|updat|modif|expir)\w*(at|date)$"),
        ("2025-06-01T12:00:00Z",),
    ),
)
_SINGLE: dict[str, Callable[[str, str], object]] = {
    **dict.fromkeys(("string", "text"), _text),
    "password": lambda seed, _: _hex(seed)[:32],
    **dict.fromkeys(("long", "int"), _whole),
    **dict.fromkeys(("double", "float"), lambda seed, _: (number(seed) % 10_000) / 100),
    "boolean": lambda seed, name: not _TROUBLE.search(name) and number(seed) % 2 == 0,
    "uuid": lambda seed, _: str(UUID(_hex(seed)[:32], version=4)),
    "date": _day,
    "time": lambda seed, _: f"{number(seed) % 24:02}:00:00",
    "duration": lambda seed, _: f"P{1 + number(seed) % 28}D",
    **dict.fromkeys(("ip", "ipv4"), lambda seed, _: f"192.0.2.{1 + number(seed) % 254}"),
    **dict.fromkeys(("ipBlock", "ipv4Block"), lambda seed, _: f"192.0.2.{number(seed) % 256}/32"),
    "ipv6": lambda seed, _: f"2001:db8::{1 + number(seed) % 65_535:x}",
    "ipv6Block": lambda seed, _: f"2001:db8:{number(seed) % 65_536:x}::/64",
    "macAddress": lambda seed, _: "02:" + ":".join(re.findall("..", _hex(seed)[:10])),
    **dict.fromkeys(
        ("phoneNumber", "internationalPhoneNumber"),
        lambda seed, _: f"00331990{number(seed) % 100_000:05}",
    ),
}
