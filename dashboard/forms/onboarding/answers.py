"""What was answered so far, kept in the session: nothing here is a secret.

Each draft has an id in its pages' addresses, so that two tabs may be on the way at once.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, field

from django.contrib.sessions.backends.base import SessionBase

_KEY = "new_keys"
_MOST = 8


@dataclass(frozen=True, slots=True)
class Answers:
    """``application`` or, for a key made by hand on OVHcloud's page, ``account``: ids.

    ``rights`` is a draft as a query string, ``addresses`` the text as typed (None: not answered),
    ``card`` the card's fields, ``request`` the id of the request that came of it all.
    """

    application: str = ""
    account: str = ""
    rights: str = ""
    addresses: str | None = None
    card: dict[str, str] = field(default_factory=dict)
    request: str = ""


def begin(session: SessionBase, answers: Answers) -> str:
    """Keep a new draft and give its id; of many the oldest is forgotten."""
    draft_id = secrets.token_hex(4)
    drafts = {**session.get(_KEY, {}), draft_id: asdict(answers)}
    session[_KEY] = dict(list(drafts.items())[-_MOST:])
    return draft_id


def find(session: SessionBase, draft_id: str) -> Answers | None:
    kept = session.get(_KEY, {}).get(draft_id)
    return Answers(**kept) if kept else None


def keep(session: SessionBase, draft_id: str, answers: Answers) -> None:
    session[_KEY] = {**session.get(_KEY, {}), draft_id: asdict(answers)}
