"""A zone as the text of a zone file."""

from __future__ import annotations

import re
from typing import Final

from sandbox.state.records import Zone, ZoneRecord

#: Kinds of records that OVHcloud has of its own, by what a zone file calls them.
_WRITTEN_AS: Final = {"DKIM": "TXT", "DMARC": "TXT", "SPF": "TXT"}
_QUOTED: Final = re.compile(r'"([^"\\]|\\.)*"(\s+"([^"\\]|\\.)*")*')
_SPECIAL: Final = re.compile(r'["\\]')
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


def zone_file(zone: Zone) -> str:
    """The lines of ``zone`` in the usual text form."""
    soa = (
        f"@ IN SOA ns1.example.net. hostmaster.example.net. ({zone.serial} 86400 3600 3600000 300)"
    )
    return "\n".join(["$TTL 3600", soa, *map(_line, zone.records), ""])


def _line(record: ZoneRecord) -> str:
    kind = _WRITTEN_AS.get(record.field_type, record.field_type)
    target = _quoted(record.target) if kind == "TXT" else record.target
    return f"{record.sub_domain or '@'} {record.ttl or ''} IN {kind} {_on_one_line(target)}"


def _quoted(target: str) -> str:
    """A text in quotes, unless it is: a ``;`` outside of them would begin a comment."""
    if _QUOTED.fullmatch(target):
        return target
    # A part has 255 bytes at most, and a character up to four of them.
    size = 200 if target.isascii() else 60
    parts = [target[start : start + size] for start in range(0, len(target), size)]
    return " ".join(f'"{_SPECIAL.sub(_escaped, part)}"' for part in parts)


def _on_one_line(text: str) -> str:
    return _CONTROL.sub(lambda match: f"\\{ord(match[0]):03}", text)


def _escaped(match: re.Match[str]) -> str:
    return f"\\{match[0]}"
