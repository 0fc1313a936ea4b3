"""Verify a Keydesk evidence pack: python verify.py PACK.zip [--public-key HEX]

One file, Python 3.9 or later, nothing else needed. It says whether every byte of the pack is as
Keydesk signed it, and where not. The public key is in the pack too, but whoever changes a pack can
put another one in: compare with the one that Keydesk publishes, by --public-key.

Exit code 0: as signed. 1: changed, with what is. 3: cannot tell.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import struct
import sys
import zlib
from pathlib import Path
from typing import Any

BLOCK = 65_536
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
SEALED = b"keydesk evidence pack\n"
_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_BASE_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202
_BASE_Y = 4 * pow(5, _P - 2, _P) % _P
_BASE = (_BASE_X, _BASE_Y, 1, _BASE_X * _BASE_Y % _P)
_Point = tuple[int, int, int, int]


def local_header(name: str) -> bytes:
    """What stands before a file: stored as it is, sizes after it, no date of its own."""
    encoded = name.encode()
    return struct.pack("<4s5H3I2H", b"PK\3\4", 20, 8, 0, 0, 33, 0, 0, 0, len(encoded), 0) + encoded


def descriptor(crc: int, size: int) -> bytes:
    """What stands after a file: its checksum and size."""
    return struct.pack("<4s3I", b"PK\7\x08", crc, size, size)


def directory(files: list[tuple[str, int, int, int]]) -> bytes:
    """The end of the archive, of (name, checksum, size, offset) of each file."""
    lines = b""
    for name, crc, size, offset in files:
        encoded = name.encode()
        fixed = (b"PK\1\2", 20, 20, 8, 0, 0, 33, crc, size, size, len(encoded), 0, 0, 0, 0, 0)
        lines += struct.pack("<4s6H3I5H2I", *fixed, offset) + encoded
    start = files[-1][3] + len(local_header(files[-1][0])) + files[-1][2] + len(descriptor(0, 0))
    count = len(files)
    return lines + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(lines), start, 0)


class Changed(Exception):
    """Something is not as it was signed; the text says what."""


def read_files(pack: bytes) -> dict[str, tuple[bytes, int]]:
    """The files of a pack by name; raises ``Changed`` where a byte around them is another."""
    end = len(pack) - 22
    if end < 0 or pack[end : end + 4] != b"PK\5\6":
        raise Changed("the end of the archive")
    count, _length, start = struct.unpack("<HII", pack[end + 10 : end + 20])
    files, place = [], start
    for _ in range(count):
        if pack[place : place + 4] != b"PK\1\2" or place + 46 > end:
            raise Changed(f"the archive's list of files, at byte {place}")
        crc, size, _size, named = struct.unpack("<3IH", pack[place + 16 : place + 30])
        (offset,) = struct.unpack("<I", pack[place + 42 : place + 46])
        name = pack[place + 46 : place + 46 + named].decode("utf-8", "replace")
        files.append((name, crc, size, offset))
        place += 46 + named
    return _contents(pack, files)


def _contents(pack: bytes, files: list[tuple[str, int, int, int]]) -> dict[str, tuple[bytes, int]]:
    contents: dict[str, tuple[bytes, int]] = {}
    place = 0
    for name, crc, size, offset in files:
        head = local_header(name)
        body = pack[offset + len(head) : offset + len(head) + size]
        around = [(offset, head), (offset + len(head) + size, descriptor(crc, size))]
        if offset != place or any(pack[at : at + len(own)] != own for at, own in around):
            raise Changed(f"the archive around {name}")
        contents[name] = (body, crc)
        place = offset + len(head) + size + len(around[1][1])
    if not files or pack[place:] != directory(files):
        raise Changed("the archive's list of files")
    return contents


def verify(pack: bytes, public_key: str = "") -> str:
    """A sentence on what was verified; raises ``Changed`` with what is not as it was signed."""
    files = read_files(pack)
    missing = [name for name in (MANIFEST, SIGNATURE) if name not in files]
    if missing:
        raise Changed(missing[0])
    manifest, signature = files[MANIFEST][0], files[SIGNATURE][0]
    _guard_signature(manifest, signature, public_key)
    known = json.loads(manifest)
    if known["files"].keys() | {MANIFEST, SIGNATURE} != files.keys():
        raise Changed("the list of files")
    for name, expected in known["files"].items():
        _guard_file(name, files[name][0], expected)
    for name, (body, crc) in files.items():
        if zlib.crc32(body) != crc:
            raise Changed(f"the archive around {name}")
    return _log_verdict(files, known["public_key"])


def _guard_signature(manifest: bytes, signature: bytes, public_key: str) -> None:
    try:
        signer = json.loads(manifest)["public_key"]
        proof = bytes.fromhex(signature.decode())
        is_spelled_so = proof.hex().encode() == signature
    except (ValueError, KeyError, TypeError):
        raise Changed(f"{MANIFEST} or {SIGNATURE}") from None
    if public_key and public_key.lower() != signer:
        raise Changed("the key: another one signed than was published")
    if not is_spelled_so or not is_signed(bytes.fromhex(signer), proof, SEALED + manifest):
        raise Changed(f"{MANIFEST} or {SIGNATURE}")


def _guard_file(name: str, body: bytes, expected: dict[str, Any]) -> None:
    if len(body) != expected["size"]:
        raise Changed(f"{name}: {len(body)} bytes instead of {expected['size']}")
    for number, digest in enumerate(expected["blocks"]):
        start = number * BLOCK
        part = body[start : start + BLOCK]
        if hashlib.sha256(part).hexdigest() != digest:
            raise Changed(f"{name}, bytes {start} to {start + len(part) - 1}")


def _log_verdict(files: dict[str, tuple[bytes, int]], signer: str) -> str:
    """What the pack says of the log: checkpoints that hold, and entries that follow each other."""
    lines = [json.loads(line) for line in files["log.jsonl"][0].splitlines()]
    macs = {line["seq"]: line["mac"] for line in lines}
    for line in lines:
        before = macs.get(line["seq"] - 1)
        if before is not None and line["previous_mac"] != before:
            raise Changed(f"log.jsonl: entry {line['seq']} does not follow the one before")
    points = [json.loads(line) for line in files["checkpoints.jsonl"][0].splitlines()]
    for point in points:
        signed = json.dumps([point[name] for name in ("seq", "mac", "count", "time")]).encode()
        if not is_signed(bytes.fromhex(signer), bytes.fromhex(point["signature"]), signed):
            raise Changed(f"checkpoints.jsonl: the one at entry {point['seq']}")
        if macs.get(point["seq"], point["mac"]) != point["mac"]:
            raise Changed(f"log.jsonl: entry {point['seq']} is not the one that was signed")
    held = sum(point["seq"] in macs for point in points)
    return f"{len(lines)} entries of the log, {len(points)} checkpoints, {held} of them met."


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether an Ed25519 signature holds (RFC 8032, 5.1.7)."""
    if len(signature) != 64 or len(public) != 32:
        return False
    key, commitment = _point(public), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or scalar >= _L:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    challenge = int.from_bytes(digest, "little") % _L
    left = _times(scalar, _BASE)
    right = _sum(commitment, _times(challenge, key))
    return all((left[n] * right[2] - right[n] * left[2]) % _P == 0 for n in (0, 1))


def _point(encoded: bytes) -> _Point | None:
    """The point of 32 bytes in extended coordinates; None where there is none."""
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * pow(2, (_P - 1) // 4, _P) % _P
    if (x * x - square) % _P or (x == 0 and sign):
        return None
    x = _P - x if x & 1 != sign else x
    return (x, y, 1, x * y % _P)


def _sum(left: _Point, right: _Point) -> _Point:
    a = (left[1] - left[0]) * (right[1] - right[0]) % _P
    b = (left[1] + left[0]) * (right[1] + right[0]) % _P
    c, d = 2 * left[3] * right[3] * _D % _P, 2 * left[2] * right[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def _times(number: int, point: _Point) -> _Point:
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = _sum(total, point)
        point, number = _sum(point, point), number >> 1
    return total


def main(arguments: list[str]) -> int:
    """Verify the pack that is named; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("pack")
    parser.add_argument("--public-key", default="", help="the one that Keydesk publishes, in hex")
    options = parser.parse_args(arguments)
    try:
        verdict = verify(Path(options.pack).read_bytes(), options.public_key)
    except Changed as change:
        sys.stdout.write(f"CHANGED: {change}\n")
        return 1
    except (OSError, ValueError, KeyError, TypeError, struct.error) as error:
        sys.stderr.write(f"cannot tell: {type(error).__name__}\n")
        return 3
    sys.stdout.write(f"As Keydesk signed it. {verdict}\n")
    if not options.public_key:
        sys.stdout.write("The key was taken from the pack: compare it with the published one.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
