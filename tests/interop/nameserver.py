"""A name server on loopback: TXT and SOA of what the sandbox's zones serve since their refresh."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from threading import Thread

from sandbox.app import Sandbox
from sandbox.state.records import Zone

_SOA, _TXT, _INTERNET = 6, 16, 1
_TTL = 1
_POINTER_TO_QUESTION = b"\xc0\x0c"


class NameServer:
    """Answers over UDP until closed; ``asked`` are the names it was asked for."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.asked: list[str] = []
        self._zones = sandbox.world.zones
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._socket.sendto(b"", self._socket.getsockname())
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while True:
            query, client = self._socket.recvfrom(4096)
            if not query:
                return
            self._socket.sendto(self._answer(query), client)

    def _answer(self, query: bytes) -> bytes:
        labels, end = _labels(query)
        name, kind = ".".join(labels).lower(), struct.unpack_from("!H", query, end)[0]
        self.asked.append(name)
        records = [_record(kind, data) for data in self._data(name, kind)]
        # Answer, authoritative, recursion available; the question repeated, nothing else of it.
        flags = 0x8580 if query[2] & 1 else 0x8480
        head = query[:2] + struct.pack("!5H", flags, 1, len(records), 0, 0)
        return head + query[12 : end + 4] + b"".join(records)

    def _data(self, name: str, kind: int) -> Iterator[bytes]:
        for zone in list(self._zones.values()):
            if kind == _SOA and name == zone.id:
                yield _start_of_authority(zone)
            if kind == _TXT:
                yield from (_text(target) for target in _texts(zone, name))


def _texts(zone: Zone, name: str) -> list[str]:
    """The TXT values served under ``name``, without the quotes a zone file has."""
    return [
        line.target.strip('"')
        for line in zone.served
        if line.field_type == "TXT" and f"{line.sub_domain}.{zone.id}".lstrip(".") == name
    ]


def _labels(query: bytes) -> tuple[list[str], int]:
    """The name asked for, and where it ends."""
    labels, place = [], 12
    while length := query[place]:
        labels.append(query[place + 1 : place + 1 + length].decode("latin-1"))
        place += length + 1
    return labels, place + 1


def _record(kind: int, data: bytes) -> bytes:
    fixed = struct.pack("!HHIH", kind, _INTERNET, _TTL, len(data))
    return _POINTER_TO_QUESTION + fixed + data


def _text(value: str) -> bytes:
    parts = [value.encode()[start : start + 255] for start in range(0, len(value), 255)]
    return b"".join(bytes([len(part)]) + part for part in parts)


def _start_of_authority(zone: Zone) -> bytes:
    names = _name("ns1.example.net") + _name("hostmaster.example.net")
    return names + struct.pack("!5I", zone.serial, 86_400, 3600, 3_600_000, 1)


def _name(name: str) -> bytes:
    parts = [part.encode() for part in name.split(".")]
    return b"".join(bytes([len(part)]) + part for part in parts) + b"\0"
