"""A zone as the text of a zone file."""

from __future__ import annotations

from sandbox.state.records import Zone


def zone_file(zone: Zone) -> str:
    """The lines of ``zone`` in the usual text form."""
    soa = (
        f"@ IN SOA ns1.example.net. hostmaster.example.net. ({zone.serial} 86400 3600 3600000 300)"
    )
    lines = [
        f"{line.sub_domain or '@'} {line.ttl or ''} IN {line.field_type} {line.target}"
        for line in zone.records
    ]
    return "\n".join(["$TTL 3600", soa, *lines, ""])
