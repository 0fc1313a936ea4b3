"""The chain of the audit log, without a database: MACs, checkpoints, and how to verify them.

An entry is a mapping with the names in ``FIELDS``. Its MAC is HMAC-SHA256 over the canonical JSON
of every field but ``mac`` itself, the MAC of the entry before included: an edit, a removal, an
insertion or a new order shows. A checkpoint is signed with Ed25519, so that a cut tail shows too.

It runs by itself on an exported log, on any machine with this package and ``cryptography``::

    python -m credentials.chain LOG.jsonl --key KEY_FILE [--checkpoints FILE]
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from credentials.sealing.derivation import derive

FIELDS = (
    "seq",
    "time",
    "action",
    "outcome",
    "team_id",
    "actor_id",
    "actor",
    "address",
    "subject_kind",
    "subject_id",
    "subject",
    "details",
    "previous_mac",
)
GENESIS = "0" * 64


class ChainVerdict(IntEnum):
    """What a verification found; the numbers are exit codes."""

    INTACT = 0
    TAMPERED = 1
    CUT = 2
    UNKNOWN = 3


@dataclass(frozen=True, slots=True)
class ChainReport:
    """How far the chain holds: ``first_bad`` is the number at which it breaks, or None.

    Number 0 is no entry: a checkpoint's own signature does not hold.
    """

    verdict: ChainVerdict
    count: int
    first_bad: int | None = None

    def __str__(self) -> str:
        if self.verdict is ChainVerdict.INTACT:
            return f"intact: {self.count} entries"
        if self.first_bad == 0:
            return "tampered: a checkpoint's signature does not hold"
        if self.verdict is ChainVerdict.TAMPERED:
            return f"tampered: entry {self.first_bad} is the first that does not hold"
        return f"cut: the log ends at {self.count}, before entry {self.first_bad}"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed statement that the log had ``count`` entries and ended in ``mac``."""

    seq: int
    mac: str
    count: int
    time: str
    signature: str = ""

    def to_json(self) -> str:
        """One line of JSON, keys sorted, as ``from_json`` reads it."""
        return json.dumps({name: getattr(self, name) for name in self.__slots__}, sort_keys=True)

    @classmethod
    def from_json(cls, line: str) -> Checkpoint:
        """A checkpoint from its line; raises ``ValueError`` for anything else."""
        values = json.loads(line)
        try:
            return cls(**{name: values[name] for name in cls.__slots__})
        except (KeyError, TypeError) as error:
            raise ValueError("not a checkpoint") from error

    def message(self) -> bytes:
        """The bytes that are signed."""
        return json.dumps([self.seq, self.mac, self.count, self.time]).encode()


def mac(key: bytes, entry: Mapping[str, Any]) -> str:
    """The MAC of an entry, as 64 hex digits."""
    fields = [entry[name] for name in FIELDS]
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def sign(key: bytes, checkpoint: Checkpoint) -> Checkpoint:
    """The checkpoint with its signature, under a key derived from the audit key."""
    signature = _signer(key).sign(checkpoint.message()).hex()
    return Checkpoint(checkpoint.seq, checkpoint.mac, checkpoint.count, checkpoint.time, signature)


def signature(key: bytes, message: bytes) -> str:
    """The signature of any other message under the same key, as 128 hex digits."""
    return _signer(key).sign(message).hex()


def public_key(key: bytes) -> str:
    """The public half of the key that signs, as 64 hex digits: whoever has it can verify."""
    return _signer(key).public_key().public_bytes_raw().hex()


def is_signed(key: bytes, checkpoint: Checkpoint) -> bool:
    """Whether the signature is that of ``sign`` with the same key."""
    public: Ed25519PublicKey = _signer(key).public_key()
    try:
        public.verify(bytes.fromhex(checkpoint.signature), checkpoint.message())
    except (InvalidSignature, ValueError):
        return False
    return True


def verify(
    entries: Iterable[Mapping[str, Any]], *, key: bytes, checkpoints: Sequence[Checkpoint] = ()
) -> ChainReport:
    """Read entries in order, from the first, and compare them with the checkpoints."""
    if not all(is_signed(key, point) for point in checkpoints):
        return ChainReport(ChainVerdict.TAMPERED, 0, first_bad=0)
    return verify_against(
        entries, key=key, against=[(point.seq, point.mac) for point in checkpoints]
    )


def verify_against(
    entries: Iterable[Mapping[str, Any]], *, key: bytes, against: Iterable[tuple[int, str]]
) -> ChainReport:
    """Read entries in order; ``against`` is what they are known to have ended in, and where."""
    expected: dict[int, set[str]] = {}
    for seq, known_mac in against:
        expected.setdefault(seq, set()).add(known_mac)
    previous, count = GENESIS, 0
    for count, entry in enumerate(entries, 1):
        linked = entry["seq"] == count and entry["previous_mac"] == previous
        genuine = hmac.compare_digest(str(entry["mac"]), mac(key, entry))
        previous = str(entry["mac"])
        if not (linked and genuine and expected.get(count, set()) <= {previous}):
            return ChainReport(ChainVerdict.TAMPERED, count, first_bad=count)
    if max(expected, default=0) > count:
        return ChainReport(ChainVerdict.CUT, count, first_bad=count + 1)
    return ChainReport(ChainVerdict.INTACT, count)


def main(arguments: Sequence[str]) -> int:
    """Verify an exported log; returns the verdict as an exit code."""
    parser = argparse.ArgumentParser(prog="python -m credentials.chain", description=__doc__)
    parser.add_argument("log", type=Path)
    parser.add_argument("--key", type=Path, required=True, help="file with the audit key in hex")
    parser.add_argument("--checkpoints", type=Path, help="file with one checkpoint a line")
    options = parser.parse_args(arguments)
    try:
        key = bytes.fromhex(options.key.read_text().strip())
        points = read_checkpoints(options.checkpoints) if options.checkpoints else []
        with options.log.open() as lines:
            entries = (json.loads(line) for line in lines if line.strip())
            report = verify(entries, key=key, checkpoints=points)
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"cannot tell: {type(error).__name__}", file=sys.stderr)  # noqa: T201
        return ChainVerdict.UNKNOWN
    print(report)  # noqa: T201 -- this is its output
    return report.verdict


def read_checkpoints(path: Path) -> list[Checkpoint]:
    """The checkpoints of a file, one a line; raises ``OSError`` and ``ValueError``."""
    return [Checkpoint.from_json(line) for line in path.read_text().splitlines() if line.strip()]


def _signer(key: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(derive(key, label="keydesk checkpoints"))
