"""Zones, servers and projects, so that tools have something to do."""

from __future__ import annotations

from sandbox.demo_world.plans import NIC_A, NIC_B, NIC_C
from sandbox.state.records import Service, Zone, ZoneRecord
from sandbox.state.world import World

_ZONES = {
    NIC_A: ("example.com", "lab.example.com"),
    NIC_B: ("example.net",),
    NIC_C: ("shop.example.net",),
}
_PROJECTS = {
    NIC_A: "0123456789abcdef0123456789abcdef",
    NIC_C: "fedcba9876543210fedcba9876543210",
}
_SERVICES = (
    (NIC_A, "dedicated/server", "ns1234567.ip-192-0-2.example.net"),
    (NIC_A, "domain", "example.com"),
    (NIC_A, "email/domain", "example.com"),
    (NIC_A, "hosting/web", "example.com"),
    (NIC_A, "ip", "192.0.2.8/29"),
    (NIC_A, "okms/resource", "0a1b2c3d-0000-4000-8000-000000000001"),
    (NIC_A, "vrack", "pn-100001"),
    (NIC_B, "domain", "example.net"),
    (NIC_B, "sms", "sms-bb22222-1"),
    (NIC_C, "sms", "sms-cc33333-1"),
)


def add_products(world: World) -> None:
    """Put the demo products into ``world``."""
    for nic, zones in _ZONES.items():
        for zone in zones:
            world.keep(_zone(world, nic, zone))
    for nic, project in _PROJECTS.items():
        details = {"project_id": project, "description": "production", "status": "ok"}
        world.keep(Service("cloud/project", project, nic, details))
    for number, nic in enumerate((NIC_A, NIC_A, NIC_C), start=1):
        name = f"vps-{number:08x}.vps.example.net"
        details = {"name": name, "state": "running", "zone": "Region OpenStack: os-gra7"}
        world.keep(Service("vps", name, nic, details))
    for nic, kind, name in _SERVICES:
        world.keep(Service(kind, name, nic))
    for month in (1, 2, 3):
        bill = f"FR000000{month:02}"
        paper = {"billId": bill, "date": f"2026-{month:02}-01T00:00:00+01:00", "orderId": month}
        world.keep(Service("me/bill", bill, NIC_A, paper))


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
