"""``/domain/zone``: enough DNS for certificate tools and record managers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sandbox import errors
from sandbox.call import Call
from sandbox.gate import iam
from sandbox.listing.tag_filters import has_tags, wanted_tags
from sandbox.routes.described.reading import modelled
from sandbox.routes.zone_records import check_record
from sandbox.routes.zone_text import zone_file
from sandbox.routing import RouteFamily
from sandbox.state.clock import v1_datetime
from sandbox.state.records import Zone, ZoneRecord

routes = RouteFamily()

_ZONE = "/domain/zone/{zoneName}"
_RECORD = f"{_ZONE}/record/{{id}}"
_ACTION = "dnsZone:apiovh:"
_ON_ZONE = "dnsZone:zoneName"


@routes("GET", "/domain/zone", action="none", item=_ZONE)
def zones(call: Call) -> list[str]:
    """The zones of the account that the caller may read."""
    zones = call.world.zones.values()
    owned = [zone.id for zone in zones if zone.account == call.who.account]
    urn = call.world.urn("resource:dnsZone:")
    tags = wanted_tags(call, "iamTags")
    return [
        name
        for name in owned
        if iam.is_granted(call, f"{_ACTION}get", urn + name)
        and has_tags(call.world, urn + name, tags)
    ]


@routes("GET", _ZONE, action=f"{_ACTION}get", resource=_ON_ZONE)
def zone(call: Call) -> dict[str, Any]:
    """``domain.zone.Zone``."""
    known = {
        "name": _zone(call).id,
        "dnssecSupported": True,
        "hasDnsAnycast": False,
        "lastUpdate": v1_datetime(call.now),
        "nameServers": ["ns1.example.net", "ns2.example.net"],
    }
    return modelled(call, known)


@routes("GET", f"{_ZONE}/status", action=f"{_ACTION}status/get", resource=_ON_ZONE)
def status(call: Call) -> dict[str, Any]:
    """Whether the name servers serve what the API shows."""
    zone = _zone(call)
    return {"errors": [], "warnings": [], "isDeployed": zone.records == zone.served}


@routes("GET", f"{_ZONE}/soa", action=f"{_ACTION}soa/get", resource=_ON_ZONE)
def soa(call: Call) -> dict[str, Any]:
    """The start of authority; lifetimes in seconds."""
    return {
        "server": "ns1.example.net.",
        "email": "hostmaster.example.net.",
        "serial": _zone(call).serial,
        "refresh": 86_400,
        "nxDomainTtl": 300,
        "expire": 3_600_000,
        "ttl": 3600,
    }


@routes("GET", f"{_ZONE}/export", action=f"{_ACTION}export/get", resource=_ON_ZONE)
def export(call: Call) -> str:
    """The zone as the text of a zone file."""
    return zone_file(_zone(call))


@routes("POST", f"{_ZONE}/refresh", action=f"{_ACTION}refresh", resource=_ON_ZONE)
def refresh(call: Call) -> None:
    """Let the name servers serve what the API shows."""
    zone = _zone(call)
    call.world.keep(replace(zone, served=zone.records, serial=zone.serial + 1))


@routes("GET", f"{_ZONE}/record", action=f"{_ACTION}record/get", resource=_ON_ZONE, item=_RECORD)
def records(call: Call) -> list[int]:
    """Record ids, narrowed by ``fieldType`` and ``subDomain``."""
    kinds, names = list(filter(None, call.query("fieldType"))), call.query("subDomain")
    return [
        line.id
        for line in _zone(call).records
        if (not kinds or line.field_type in kinds) and (not names or line.sub_domain in names)
    ]


@routes("POST", f"{_ZONE}/record", action=f"{_ACTION}record/create", resource=_ON_ZONE)
def create(call: Call) -> dict[str, Any]:
    """A new record, served after the next refresh. Raises a 400 for a target of another type."""
    zone, data = _zone(call), call.data()
    line = ZoneRecord(
        id=call.world.next_id(),
        field_type=call.text("fieldType"),
        sub_domain=data.get("subDomain") or "",
        target=call.text("target"),
        ttl=data.get("ttl") or 0,
    )
    check_record(line)
    call.world.keep(replace(zone, records=(*zone.records, line)))
    return _shape(zone, line)


@routes("GET", _RECORD, action=f"{_ACTION}record/get", resource=_ON_ZONE)
def record(call: Call) -> dict[str, Any]:
    """``domain.zone.Record``."""
    zone = _zone(call)
    return _shape(zone, _line(call, zone))


@routes("PUT", _RECORD, action=f"{_ACTION}record/edit", resource=_ON_ZONE)
def change(call: Call) -> None:
    """Change sub-domain, target and ttl (seconds); fields that are absent stay."""
    zone, data = _zone(call), call.data()
    old = _line(call, zone)
    new = replace(
        old,
        sub_domain=data.get("subDomain", old.sub_domain) or "",
        target=data.get("target") or old.target,
        ttl=data.get("ttl", old.ttl) or 0,
    )
    check_record(new)
    lines = tuple(new if line.id == old.id else line for line in zone.records)
    call.world.keep(replace(zone, records=lines))


@routes("DELETE", _RECORD, action=f"{_ACTION}record/delete", resource=_ON_ZONE)
def delete(call: Call) -> None:
    """Delete a record; it is served until the next refresh."""
    zone = _zone(call)
    deleted = _line(call, zone)
    lines = tuple(line for line in zone.records if line.id != deleted.id)
    call.world.keep(replace(zone, records=lines))


def _zone(call: Call) -> Zone:
    zone = call.world.zones.get(call.params["zoneName"])
    if zone is None or zone.account != call.who.account:
        raise errors.no_such_service()
    return zone


def _line(call: Call, zone: Zone) -> ZoneRecord:
    number = call.params["id"]
    for line in zone.records:
        if str(line.id) == number:
            return line
    raise errors.not_found(f"The requested object (id = {number}) does not exist")


def _shape(zone: Zone, line: ZoneRecord) -> dict[str, Any]:
    return {
        "id": line.id,
        "zone": zone.id,
        "fieldType": line.field_type,
        "subDomain": line.sub_domain,
        "target": line.target,
        "ttl": line.ttl,
    }
