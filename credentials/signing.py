"""The request signature of the OVHcloud API (api 2.1): pure, no clock, no network."""

from __future__ import annotations

import hashlib
from urllib.parse import quote

_PATH_CHARACTERS = "/!$&'()*+,;=:@~"


def sign(
    *,
    application_secret: str,
    consumer_key: str,
    method: str,
    url: str,
    body: str | bytes,
    timestamp: int,
) -> str:
    """The value of ``X-Ovh-Signature``.

    ``url`` is the whole address exactly as sent, host and query included, percent-encoded first
    (see ``quote_path``). ``body`` is what is sent, empty when there is none. ``timestamp`` is in
    seconds, on OVHcloud's clock.
    """
    payload = body.encode() if isinstance(body, str) else body
    before = "+".join((application_secret, consumer_key, method.upper(), url))
    message = b"%b+%b+%d" % (before.encode(), payload, timestamp)
    # The protocol fixes SHA-1; it is a keyed checksum here and protects no stored data.
    return "$1$" + hashlib.sha1(message, usedforsecurity=False).hexdigest()


def quote_path(path: str) -> str:
    """``path`` percent-encoded the way it goes on the wire, slashes kept.

    Quote first, then sign: signing the raw text of a path with an accent or a space gives a
    signature OVHcloud refuses (api 2.3). A slash inside one segment has to be quoted before.
    """
    return quote(path, safe=_PATH_CHARACTERS)
