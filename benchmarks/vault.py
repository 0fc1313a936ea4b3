"""What sealing costs beside bare AES-GCM, and what a new master key costs a large vault."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from credentials.sealing import Binding, Key
from credentials.sealing.keyring import Keyring
from tests import scratch
from tests.scratch import Scratch

_PLACE = Binding("secret_version", "1" * 36, "consumer_key", "2" * 36)
_ROUNDS = 3
_MOST_RATIO = 20.0
_MOST_BY_SECRETS = 1.5
_MOST_MIB = 8.0


@dataclass(frozen=True, slots=True)
class Row:
    """One size of a vault, and what each command took: seconds of processor, and MiB it grew by."""

    accounts: int
    secrets: int
    reseal: dict[str, float]
    check: dict[str, float]
    back_up: dict[str, float]


def run(options: Namespace) -> int:
    """Print both tables; 1 when a figure is worse than what is wanted, else 0."""
    worst = _compare(options.secrets)
    rows = _grow(options.accounts, options.secrets)
    _print_rows(rows)
    few, many, fewer_accounts = rows
    by_secrets = many.reseal["seconds"] / few.reseal["seconds"]
    by_accounts = many.reseal["seconds"] / fewer_accounts.reseal["seconds"]
    most = max(figures["mib"] for row in rows for figures in (row.reseal, row.check, row.back_up))
    _say(
        f"\nReseal, ten times the secrets:  {by_secrets:.2f} x  (wanted <= {_MOST_BY_SECRETS:g} x)"
    )
    _say(f"Reseal, ten times the accounts: {by_accounts:.2f} x  (grows with accounts)")
    _say(f"Most memory of any command:     {most:.1f} MiB (wanted <= {_MOST_MIB:g} MiB)")
    _say(f"Most times bare AES-GCM:        {worst:.1f} x  (wanted <= {_MOST_RATIO:g} x)")
    return int(by_secrets > _MOST_BY_SECRETS or most > _MOST_MIB or worst > _MOST_RATIO)


def _compare(count: int) -> float:
    """Seal, open and rewrap so many values, and do the same with bare AESGCM; the worst ratio."""
    _say(f"{count} values of 32 characters, microseconds of processor each, in this run:\n")
    _say(f"{'':<8} {'ours':>8} {'bare AESGCM':>12} {'ratio':>7}")
    key, new = Key.generate(), Key.generate()
    values = [os.urandom(16).hex() for _ in range(count)]
    sealed, seal = _timed(lambda: [key.seal(value, _PLACE) for value in values])
    _, opened = _timed(lambda: [key.open(token, _PLACE) for token in sealed])
    old_ring, ring = Keyring([key]), Keyring([new, key])
    wrapped = [old_ring.wrap(new, _PLACE) for _ in range(count)]
    _, rewrap = _timed(lambda: [ring.wrap(ring.unwrap(token, _PLACE), _PLACE) for token in wrapped])
    encrypt, decrypt = _bare(key.material, values)
    pairs = {
        "seal": (seal, encrypt),
        "open": (opened, decrypt),
        "rewrap": (rewrap, encrypt + decrypt),
    }
    for name, (ours, bare) in pairs.items():
        each = [seconds / count * 1e6 for seconds in (ours, bare)]
        _say(f"{name:<8} {each[0]:>8.2f} {each[1]:>12.2f} {ours / bare:>5.1f} x")
    return max(ours / bare for ours, bare in pairs.values())


def _bare(material: bytes, values: Iterable[str]) -> tuple[float, float]:
    """Seconds to encrypt and to decrypt with one cipher object, a random nonce and no more."""
    cipher, place = AESGCM(material), _PLACE.associated_data()

    def encrypt(value: str) -> tuple[bytes, bytes]:
        nonce = os.urandom(12)
        return nonce, cipher.encrypt(nonce, value.encode(), place)

    boxes, seconds = _timed(lambda: [encrypt(value) for value in values])
    _, opened = _timed(lambda: [cipher.decrypt(nonce, box, place) for nonce, box in boxes])
    return seconds, opened


def _timed(work: Callable[[], list[Any]]) -> tuple[list[Any], float]:
    """What came of it, and the seconds of the quickest of three rounds."""
    rounds = []
    for _ in range(_ROUNDS):
        started = time.process_time()
        done = work()
        rounds.append(time.process_time() - started)
    return done, min(rounds)


def _grow(accounts: int, secrets: int) -> list[Row]:
    """A tenth of the secrets, then all of them; then all of them in a tenth of the accounts."""
    with tempfile.TemporaryDirectory(prefix="keydesk-bench-") as name:
        folder = Path(name)
        keys = [Key.generate().to_text() for _ in range(2)]
        wide = scratch.empty(folder / "wide", keys=",".join(keys))
        rows = [_row(wide, keys, accounts, secrets // 10)]
        rows.append(_row(wide, keys, accounts, secrets))
        narrow = scratch.empty(folder / "narrow", keys=",".join(keys))
        rows.append(_row(narrow, keys, accounts // 10, secrets))
        for place in (wide, narrow):
            scratch.drop(place)
    return rows


def _row(place: Scratch, keys: list[str], accounts: int, secrets: int) -> Row:
    _inside(place, f"fill({accounts}, {secrets})")
    keys.reverse()
    turned = {"KEYDESK_MASTER_KEYS": ",".join(keys)}
    return Row(
        accounts,
        secrets,
        reseal=_inside(place, "reseal()", **turned),
        check=_inside(place, "check()", **turned),
        back_up=_inside(place, f"back_up({str(place.folder / str(secrets))!r})", **turned),
    )


def _inside(place: Scratch, call: str, **changes: str) -> dict[str, float]:
    """What a function of ``benchmarks.vault_rows`` printed, in a process of its own."""
    script = f"from benchmarks import vault_rows; vault_rows.{call}"
    words = ("shell", "--no-imports", "--verbosity", "0", "--command", script)
    done = place.manage(*words, **changes)
    if done.returncode:
        raise RuntimeError(done.stderr)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _print_rows(rows: list[Row]) -> None:
    _say("\nA vault; seconds of processor of each command, and MiB its process grew by at work:\n")
    heads = ("accounts", "secrets", "reseal s", "MiB", "check s", "MiB", "back up s", "MiB")
    _say(" ".join(f"{head:>9}" for head in heads))
    for row in rows:
        figures = [f"{row.accounts:>9}", f"{row.secrets:>9}"]
        for costs in (row.reseal, row.check, row.back_up):
            figures += [f"{costs['seconds']:>9.2f}", f"{costs['mib']:>9.1f}"]
        _say(" ".join(figures))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
