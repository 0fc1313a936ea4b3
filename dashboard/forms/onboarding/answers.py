"""What was answered so far, kept in the session: nothing here is a secret.

Each draft has an id in its pages' addresses, so that two tabs may be on the way at once.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

_KEY = "new_keys"
_MOST = 8


@dataclass(frozen=True, slots=True)
class Answers:
    """``application`` or, for a key made by hand on OVHcloud's page, ``account``: ids.

    ``rights`` is a draft as a query string, ``addresses`` the text as typed (None: not answered),
    ``details`` the fields of that form,
    ``like`` the id of the key whose application and addresses were taken over.
    """

    application: str = ""
    account: str = ""
    rights: str = ""
    addresses: str | None = None
    details: dict[str, str] = field(default_factory=dict)
    like: str = ""


_NAMES = {known.name for known in fields(Answers)}


def begin(session: SessionBase, answers: Answers) -> str:
    """Keep a new draft and give its id; of too many the oldest is dropped."""
    draft_id = secrets.token_hex(4)
    drafts = {**_drafts(session), draft_id: asdict(answers)}
    session[_KEY] = dict(list(drafts.items())[-_MOST:])
    return draft_id


def find(session: SessionBase, draft_id: str) -> Answers | None:
    """The draft with that id; None where there is none, or another release kept it otherwise."""
    stored = _drafts(session).get(draft_id)
    if not isinstance(stored, dict) or stored.keys() != _NAMES:
        return None
    return Answers(**stored)


def keep(session: SessionBase, draft_id: str, answers: Answers) -> None:
    session[_KEY] = {**_drafts(session), draft_id: asdict(answers)}


def _drafts(session: SessionBase) -> dict[str, Any]:
    drafts = session.get(_KEY)
    return drafts if isinstance(drafts, dict) else {}
