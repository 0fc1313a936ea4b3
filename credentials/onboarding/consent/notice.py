"""What came of a consent link, told by mail to whoever made it."""

from __future__ import annotations

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext
from django_tasks import task

from credentials import mail
from credentials.core import KeyState, gettext_noop
from credentials.models import KeyRequest
from credentials.public_address import public_address

#: What the mail says of a state.
SENTENCES: Final[dict[str, str]] = {
    KeyState.VALIDATED: gettext_noop("The key was accepted at OVHcloud, and works."),
    KeyState.UNCONFIRMED: gettext_noop(
        "The key was accepted at OVHcloud. Somebody who manages accounts confirms its account."
    ),
    KeyState.FOREIGN: gettext_noop("The key was accepted by another OVHcloud account than asked."),
    KeyState.REFUSED: gettext_noop("The key was not accepted at OVHcloud."),
    KeyState.ABANDONED: gettext_noop("Nobody accepted the key at OVHcloud in time."),
}


@task()
def send_consent_notice(request_id: str) -> None:
    """Mail how the request stands; takes an id."""
    requests = KeyRequest.objects.select_related("consumer_key", "requested_by")
    key_request = requests.filter(pk=request_id).first()
    if key_request is None or key_request.requested_by is None:
        return
    key = key_request.consumer_key
    if key.state not in SENTENCES or not key_request.requested_by.is_active:
        return
    mail.send(
        "consent",
        key_request.requested_by.email,
        sentence=gettext(SENTENCES[key.state]),
        key=key,
        url=public_address(reverse("onboarding:waiting", args=[key_request.pk])),
    )
