"""What tools run in: a way to the sandbox, none to anywhere else, and DNS of what zones hold."""

from __future__ import annotations

import socket
from dataclasses import replace

import pytest
import requests

from sandbox.server import Running
from sandbox.state.records import ZoneRecord
from tests.interop.certificate import Certificate
from tests.interop.detour import Detour
from tests.interop.nameserver import NameServer
from tests.interop.unavailable import UNAVAILABLE
from tests.project_files import ROOT
from tests.served import PATIENCE

SOA, TXT = 6, 16


def look_up(server: NameServer, name: str, kind: int) -> bytes:
    """The answer to a question, as it comes."""
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    query = b"\x12\x34\x01\x00\x00\x01\0\0\0\0\0\0" + labels + bytes([0, 0, kind, 0, 1])
    host, port = server.address.split(":")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.settimeout(5)
        asking.sendto(query, (host, int(port)))
        return asking.recv(4096)


def count(answer: bytes) -> int:
    """How many records an answer holds."""
    return int.from_bytes(answer[6:8], "big")


def test_the_document_says_what_is_not_tried_and_why() -> None:
    text = (ROOT / "docs" / "interop.md").read_text()
    rows = [f"| {name} | {reason} |" for name, reason in UNAVAILABLE.items()]
    assert [row for row in rows if row not in text] == []


def test_the_hosts_of_ovhcloud_lead_to_the_sandbox(detour: Detour, files: Certificate) -> None:
    proxies = {"https": detour.url}
    for name in ("eu.api.ovh.com", "www.ovh.com"):
        address = f"https://{name}/1.0/auth/time"
        asked = requests.get(address, proxies=proxies, verify=files.chain, timeout=PATIENCE)
        assert asked.json() > 1_700_000_000


def test_no_other_name_leads_anywhere(detour: Detour, files: Certificate) -> None:
    with pytest.raises(requests.exceptions.ProxyError):
        requests.get(
            "https://ca.api.ovh.com/",
            proxies={"https": detour.url},
            verify=files.chain,
            timeout=PATIENCE,
        )
    assert detour.refused == ["ca.api.ovh.com"]


def test_a_record_is_served_once_its_zone_is_refreshed(
    sandbox_server: Running, name_server: NameServer
) -> None:
    world = sandbox_server.sandbox.world
    name, value = "_acme-challenge.www.example.com", "a" * 300
    line = ZoneRecord(world.next_id(), "TXT", "_acme-challenge.www", f'"{value}"')
    written = replace(world.zones["example.com"], records=(line,))
    world.keep(written)
    assert count(look_up(name_server, name, TXT)) == 0
    world.keep(replace(written, served=written.records))
    answer = look_up(name_server, name, TXT)
    assert count(answer) == 1
    assert answer.endswith(b"\xff" + b"a" * 255 + b"\x2d" + b"a" * 45)


def test_a_zone_begins_where_the_account_has_one(name_server: NameServer) -> None:
    assert count(look_up(name_server, "example.com", SOA)) == 1
    assert count(look_up(name_server, "www.example.com", SOA)) == 0
    assert count(look_up(name_server, "com", SOA)) == 0
    assert name_server.asked == ["example.com", "www.example.com", "com"]
