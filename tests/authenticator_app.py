"""An authenticator app: six digits from a seed and the time, as RFC 6238 has it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
from types import SimpleNamespace
from typing import Final

#: When every test looks at its app, seconds: a real clock would come to the next code between two
#: steps of a test, and a code that was used is refused.
NOW: Final = 1_800_000_000
CLOCK: Final = SimpleNamespace(time=lambda: NOW)


def code_of(seed: str, *, steps: int = 0) -> str:
    """The code that the app shows at ``NOW``, or so many steps of 30 seconds later."""
    counter = struct.pack(">Q", NOW // 30 + steps)
    digest = hmac.new(base64.b32decode(seed), counter, hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    (value,) = struct.unpack(">I", digest[start : start + 4])
    return f"{(value & 0x7FFFFFFF) % 1_000_000:06}"
