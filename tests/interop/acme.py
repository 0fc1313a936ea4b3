"""Debian's ``pebble`` on loopback: an authority that issues certificates nobody trusts."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from pathlib import Path

import requests

from tests.interop.certificate import Certificate
from tests.interop.tools import PEBBLE

_PATIENCE = 10.0


class Authority:
    """The server, until closed. It looks names up at ``resolver`` (``host:port``)."""

    def __init__(self, folder: Path, certificate: Certificate, *, resolver: str) -> None:
        ports = _free_ports(2)
        self.directory = f"https://127.0.0.1:{ports[0]}/dir"
        config = folder / "pebble.json"
        config.write_text(json.dumps({"pebble": _config(ports, certificate)}))
        with (folder / "pebble.log").open("w") as log:
            self._process = subprocess.Popen(
                [PEBBLE.program, "-config", config, "-dnsserver", resolver],
                env={**os.environ, "PEBBLE_VA_NOSLEEP": "1", "PEBBLE_WFE_NONCEREJECT": "0"},
                stdout=log,
                stderr=log,
            )
        self._wait(certificate)

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(_PATIENCE)

    def _wait(self, certificate: Certificate) -> None:
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                requests.get(self.directory, verify=certificate.chain, timeout=1).close()
            except requests.ConnectionError:
                if time.monotonic() > until or self._process.poll() is not None:
                    raise
                time.sleep(0.05)
            else:
                return


def _config(ports: list[int], certificate: Certificate) -> dict[str, object]:
    return {
        "listenAddress": f"127.0.0.1:{ports[0]}",
        "managementListenAddress": f"127.0.0.1:{ports[1]}",
        "certificate": certificate.chain,
        "privateKey": certificate.key,
        "httpPort": 5002,
        "tlsPort": 5001,
        "ocspResponderURL": "",
        "externalAccountBindingRequired": False,
    }


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [sock.getsockname()[1] for sock in sockets]
    for sock in sockets:
        sock.close()
    return ports
