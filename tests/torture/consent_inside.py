"""What runs inside a Keydesk while a key is asked for: ready, asked and waited for, dropped."""

from __future__ import annotations

import json
import sys
import time

from credentials import audit, onboarding, teams, vault
from credentials.audit import SYSTEM
from credentials.core import Permission
from credentials.models import Application, KeyRequest, Person
from credentials.rights import parse_rules

_LABEL = "asked for under way"


def prepare(nic: str, application_key: str, secret: str) -> None:
    """An account of OVHcloud's that may be asked, with an application."""
    alice = Person.objects.get()
    team = teams.teams_where(alice, Permission.REQUEST_KEYS).get()
    account = vault.add_account(team, label=_LABEL, endpoint="sandbox", actor=SYSTEM)
    vault.bind_account(account, nic, seen="", actor=SYSTEM)
    vault.store_application(
        account,
        metadata=vault.EntryMetadata(label=_LABEL),
        application_key=application_key,
        secret=secret,
        actor=SYSTEM,
    )


def ask(number: int) -> None:
    """Ask for the key of a draft, say its page, and wait until OVHcloud accepts it."""
    _say("busy")
    key_request = _request(number)
    _say(f"page {key_request.validation_url}")
    while onboarding.may_still_change(key_request):
        key_request = onboarding.check_request(key_request, actor=_actor())
        time.sleep(0.02)
    _say(f"ended {key_request.consumer_key.state}")


def drop(number: int) -> None:
    """Ask for the key of a draft, and end it."""
    ended = onboarding.end_request(_request(number), actor=_actor())
    is_noted = ended.dropped_at is not None
    _say(f"ended {'dropped' if is_noted else ended.consumer_key.state}")


def look(number: int) -> None:
    """Print how many requests came of a draft, and the states of their keys."""
    requests = KeyRequest.objects.filter(origin=_origin(number)).select_related("consumer_key")
    _say(json.dumps([key_request.consumer_key.state for key_request in requests]))


def _request(number: int) -> KeyRequest:
    metadata = vault.EntryMetadata(label=f"{_LABEL} {number}")
    spec = onboarding.KeyRequestSpec(metadata=metadata, rules=parse_rules("GET /me"))
    return onboarding.request_key(
        Application.objects.get(label=_LABEL),
        spec,
        person=Person.objects.get(),
        actor=_actor(),
        callback_url=lambda token: f"https://keydesk.example.com/ovh/callback/{token}/",
        origin=_origin(number),
    )


def _origin(number: int) -> str:
    return f"draft:{number}"


def _actor() -> audit.Actor:
    return audit.actor_of(Person.objects.get())


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
