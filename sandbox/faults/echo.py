"""The careless server: an error text that repeats every secret of the call."""

from __future__ import annotations

from typing import Any

from sandbox.call import Call
from sandbox.wire import basic

_HEADERS = ("x-ovh-application", "x-ovh-consumer", "x-ovh-signature", "authorization")


def echoed(call: Call, body: dict[str, Any]) -> dict[str, Any]:
    """``body`` with the keys, secrets and body of the call in every text of it."""
    secrets = [call.header(name) for name in _HEADERS if call.header(name)]
    secrets += [part for part in basic(call.request.headers) if part]
    if call.application:
        secrets.append(call.application.secret)
    secrets.append(call.request.body.decode("utf-8", "replace"))
    leak = " ".join(secrets)
    texts = {name: f"{text} ({leak})" for name, text in body.items() if name in _TEXTS}
    return body | texts | {"details": {"request": leak}}


_TEXTS = ("message", "error_description")
