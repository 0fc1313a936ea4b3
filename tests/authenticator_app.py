"""An authenticator app: six digits from a seed and the time, as RFC 6238 has it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time


def code_of(seed: str, *, steps: int = 0) -> str:
    """The code that the app shows now, or so many steps of 30 seconds later."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.new(base64.b32decode(seed), counter, hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    (value,) = struct.unpack(">I", digest[start : start + 4])
    return f"{(value & 0x7FFFFFFF) % 1_000_000:06}"
