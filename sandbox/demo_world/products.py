"""Zones, servers and projects, so that tools have something to do."""

from __future__ import annotations

from sandbox.demo_world.cast import ALICE, BOB, CHARLIE
from sandbox.world import Service, World, Zone, ZoneRecord

_ZONES = {
    ALICE: ("example.com", "lab.example.com"),
    BOB: ("example.net",),
    CHARLIE: ("shop.example.net",),
}
_PROJECTS = {
    ALICE: "0123456789abcdef0123456789abcdef",
    CHARLIE: "fedcba9876543210fedcba9876543210",
}
_SERVICES = (
    (ALICE, "dedicated/server", "ns1234567.ip-192-0-2.example.net"),
    (ALICE, "domain", "example.com"),
    (BOB, "domain", "example.net"),
    (BOB, "sms", "sms-bb22222-1"),
    (CHARLIE, "sms", "sms-cc33333-1"),
)


def add_products(world: World) -> None:
    """Put the demo products into ``world``."""
    for nic, zones in _ZONES.items():
        for zone in zones:
            world.keep(_zone(world, nic, zone))
    for nic, project in _PROJECTS.items():
        details = {"project_id": project, "description": "production", "status": "ok"}
        world.keep(Service("cloud/project", project, nic, details))
    for number, nic in enumerate((ALICE, ALICE, CHARLIE), start=1):
        name = f"vps-{number:08x}.vps.example.net"
        details = {"name": name, "state": "running", "zone": "Region OpenStack: os-gra7"}
        world.keep(Service("vps", name, nic, details))
    for nic, kind, name in _SERVICES:
        world.keep(Service(kind, name, nic, {"name": name}))
    for month in ("01", "02", "03"):
        bill = f"FR000000{month}"
        paper = {"billId": bill, "date": f"2026-{month}-01T00:00:00+01:00", "orderId": month}
        world.keep(Service("me/bill", bill, ALICE, paper))


def _zone(world: World, nic: str, name: str) -> Zone:
    lines = (
        ("NS", "", "ns1.example.net."),
        ("A", "", "192.0.2.10"),
        ("A", "www", "192.0.2.10"),
        ("MX", "", "10 mail.example.net."),
        ("TXT", "", '"v=spf1 -all"'),
    )
    records = tuple(ZoneRecord(world.next_id(), *line) for line in lines)
    return Zone(name, nic, records, records)
