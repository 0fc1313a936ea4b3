"""A zone as the text of a zone file."""

from __future__ import annotations

import re
from typing import Final

from sandbox.state.records import Zone, ZoneRecord

#: Kinds of records that OVHcloud has of its own, by what a zone file calls them.
_WRITTEN_AS: Final = {"DKIM": "TXT", "DMARC": "TXT", "SPF": "TXT"}
_QUOTED: Final = re.compile(r'"([^"\\]|\\.)*"(\s+"([^"\\]|\\.)*")*')
_LONGEST: Final = 200


def zone_file(zone: Zone) -> str:
    """The lines of ``zone`` in the usual text form."""
    soa = (
        f"@ IN SOA ns1.example.net. hostmaster.example.net. ({zone.serial} 86400 3600 3600000 300)"
    )
    return "\n".join(["$TTL 3600", soa, *map(_line, zone.records), ""])


def _line(record: ZoneRecord) -> str:
    owner, ttl = record.sub_domain or "@", record.ttl or ""
    return (
        f"{owner} {ttl} IN {_WRITTEN_AS.get(record.field_type, record.field_type)} {_data(record)}"
    )


def _data(record: ZoneRecord) -> str:
    """The target; of a text, in quotes, since a ``;`` outside of them begins a comment."""
    kind = _WRITTEN_AS.get(record.field_type, record.field_type)
    if kind != "TXT" or _QUOTED.fullmatch(record.target):
        return record.target
    text = record.target.replace("\\", "\\\\").replace('"', '\\"')
    parts = [text[start : start + _LONGEST] for start in range(0, len(text), _LONGEST)] or [""]
    return " ".join(f'"{part}"' for part in parts)
