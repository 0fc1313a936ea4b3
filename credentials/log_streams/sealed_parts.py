"""What is sealed of a stream: its address, and the token or the secret that goes with it.

Both are under a key of this purpose and bound to the row: moved to another one, they do not open.
"""

from __future__ import annotations

from django.views.decorators.debug import sensitive_variables

from credentials.models import LogStream
from credentials.sealing import Binding, Secret, instance_key


@sensitive_variables("address", "secret")
def seal(stream: LogStream, *, address: str, secret: str) -> None:
    """Give the row the two, sealed; it is not saved."""
    key = instance_key.stream_key()
    stream.sealed_address = key.seal(address, _place(stream, "address"))
    stream.sealed_secret = key.seal(secret, _place(stream, "secret"))


def opened(stream: LogStream) -> tuple[Secret, Secret]:
    """The address and the secret; raises ``KeyringError`` where one was moved from another row."""
    key = instance_key.stream_key()
    address = key.open(stream.sealed_address, _place(stream, "address"))
    return address, key.open(stream.sealed_secret, _place(stream, "secret"))


def _place(stream: LogStream, column: str) -> Binding:
    return Binding("log_stream", str(stream.pk), column, "")
