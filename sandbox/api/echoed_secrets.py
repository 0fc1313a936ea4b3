"""What the fault ``echo`` does: an error text that repeats every secret of the call."""

from __future__ import annotations

from typing import Any

from sandbox.call import Call
from sandbox.wire import basic_credentials

_HEADERS = ("x-ovh-application", "x-ovh-consumer", "x-ovh-signature", "authorization")
_TEXTS = ("message", "error_description")


def with_echoed_secrets(call: Call, body: dict[str, Any]) -> dict[str, Any]:
    """``body`` with the keys, secrets and body of the call in every text of it."""
    secrets = [call.header(name) for name in _HEADERS if call.header(name)]
    secrets += [value for value in basic_credentials(call.request.headers) if value]
    if call.application:
        secrets.append(call.application.secret)
    secrets.append(call.request.body.decode("utf-8", "replace"))
    joined = " ".join(secrets)
    texts = {name: f"{text} ({joined})" for name, text in body.items() if name in _TEXTS}
    return body | texts | {"details": {"request": joined}}
