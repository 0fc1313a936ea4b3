"""A notice to a webhook, signed, in the form that its receiver reads."""

from __future__ import annotations

import time
from typing import Final

from credentials import audit, outgoing
from credentials.core import (
    KeydeskError,
    NotAllowedError,
    WebhookForm,
    coded,
    gettext_noop,
    say,
)
from credentials.models import Notice
from credentials.notices import webhook_hosts, webhook_secrets
from credentials.notices.payloads import payload
from credentials.notices.undelivered import NotWanted
from credentials.outgoing import Undelivered

_REMOVED: Final = coded("webhook.removed", gettext_noop("The webhook was removed."))
_CHANGED: Final = coded(
    "webhook.changed", gettext_noop("The webhook was changed outside Keydesk: it is sent nothing.")
)
_NO_SECRET: Final = coded("webhook.no-secret", gettext_noop("Its secret does not open."))


def send(notice: Notice) -> None:
    """Post it; raises ``Undelivered`` and ``NotWanted``."""
    webhook = notice.webhook
    if webhook is None:
        raise NotWanted(say(_REMOVED))
    if not audit.holds_or_logged(webhook):
        raise NotWanted(say(_CHANGED))
    body = payload(notice, WebhookForm(webhook.form))
    try:
        url, secret = webhook_secrets.opened(webhook)
        target = webhook_hosts.resolve(webhook_hosts.parse(url.expose()))
    except NotAllowedError as error:
        raise Undelivered(error.sentence) from None
    except KeydeskError:
        raise Undelivered(say(_NO_SECRET)) from None
    headers = outgoing.signed_headers(
        secret.expose(),
        message_id=f"msg_{notice.message_id}",
        timestamp=int(time.time()),
        body=body,
    )
    outgoing.post(target, body, {"Content-Type": "application/json", **headers})
