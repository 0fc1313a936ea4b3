"""Guessing at one account from many addresses, by several processes at the same time.

``python -m tests.attempts [--tries 2000] [--addresses 200] [--hosts 20] [--processes 2]`` says how
many passwords were compared; exit code 0 when that is within the limit.
"""

from __future__ import annotations

import json
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path

from tests import scratch
from tests.scratch import Scratch


def run(place: Scratch, *, tries: int, addresses: int, hosts: int, processes: int) -> int:
    """How many passwords were compared by all processes together."""
    _inside(place, "guess(0, 1, 1)")
    call = f"guess({tries // processes}, {addresses}, {hosts})"
    started = [place.start(*_shell(call), **_SETTINGS) for _ in range(processes)]
    outputs = [process.communicate()[0] for process in started]
    return sum(json.loads(lines.splitlines()[-1]) for lines in outputs)


def location(place: Scratch, *, address: int) -> str:
    """Where the right password leads from an address; empty where it leads nowhere."""
    return str(json.loads(_inside(place, f"sign_in({address})").splitlines()[-1]))


_SETTINGS = {
    "SECRET_KEY": "cd" * 32,
    "CACHE_URL": "dbcache://",
    "TRUSTED_PROXIES": "1",
    "ALLOWED_HOSTS": "keydesk.example.com",
}


def _shell(call: str) -> list[str]:
    script = f"from tests import attempts_inside; attempts_inside.{call}"
    return ["manage.py", "shell", "--no-imports", "--verbosity", "0", "--command", script]


def _inside(place: Scratch, call: str) -> str:
    done = place.run(*_shell(call), **_SETTINGS)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout


def main() -> int:
    parser = ArgumentParser(prog="python -m tests.attempts", description=__doc__)
    for name, number in {"tries": 2000, "addresses": 200, "hosts": 20, "processes": 2}.items():
        parser.add_argument(f"--{name}", type=int, default=number)
    options = vars(parser.parse_args())
    with tempfile.TemporaryDirectory(prefix="keydesk-attempts-") as folder:
        place = scratch.empty(Path(folder), keys="ab" * 32)
        compared = run(place, **options)
        scratch.drop(place)
    print(f"{compared} passwords compared of {options['tries']}")  # noqa: T201
    return int(compared > 50)


if __name__ == "__main__":
    sys.exit(main())
