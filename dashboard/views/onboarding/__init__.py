"""New keys: the wizard, OVHcloud's consent page and back, and keys that are pasted.

What the steps ask is in ``forms.onboarding``. The rights of a new key are chosen in
``views.rights``; what is kept is shown by ``views.vault``.
"""

from __future__ import annotations

from dashboard.views.onboarding.callback import callback
from dashboard.views.onboarding.consent_link import consent_link, make_link, withdraw_link
from dashboard.views.onboarding.identify import identify
from dashboard.views.onboarding.paste import paste
from dashboard.views.onboarding.starting import start
from dashboard.views.onboarding.take_in import keep, take_in
from dashboard.views.onboarding.waiting import again, check, end, manage, waiting
from dashboard.views.onboarding.wizard import (
    addresses,
    application,
    details,
    review,
    rights,
)

__all__ = [
    "addresses",
    "again",
    "application",
    "callback",
    "check",
    "consent_link",
    "details",
    "end",
    "identify",
    "keep",
    "make_link",
    "manage",
    "paste",
    "review",
    "rights",
    "start",
    "take_in",
    "waiting",
    "withdraw_link",
]
