"""What is sealed of a webhook: its address, and the secret that signs what it is sent.

Both are under a key of this purpose and bound to the row: moved to another one, they do not open.
"""

from __future__ import annotations

from django.views.decorators.debug import sensitive_variables

from credentials.models import Webhook
from credentials.sealing import Binding, Secret, instance_key


@sensitive_variables("url", "secret")
def seal(webhook: Webhook, *, url: str, secret: str) -> None:
    """Give the row the two, sealed; it is not saved."""
    key = instance_key.webhook_key()
    webhook.sealed_url = key.seal(url, _place(webhook, "url"))
    webhook.sealed_secret = key.seal(secret, _place(webhook, "secret"))


def opened(webhook: Webhook) -> tuple[Secret, Secret]:
    """The address and the secret; raises ``KeyringError`` where one was moved from another row."""
    key = instance_key.webhook_key()
    url = key.open(webhook.sealed_url, _place(webhook, "url"))
    return url, key.open(webhook.sealed_secret, _place(webhook, "secret"))


def _place(webhook: Webhook, column: str) -> Binding:
    return Binding("webhook", str(webhook.pk), column, "")
