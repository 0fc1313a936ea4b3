"""What the tests of the API console share: pressing its buttons, and what the log says of it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.urls import reverse

from credentials.core import AuditAction
from credentials.models import AuditEntry, ConsumerKey
from credentials.teams import AccessTerms
from tests.live_world import LiveWorld
from tests.people import Browser, change_access

CONSOLE = reverse("api_console:list")
ZONE_RECORD = "POST /domain/zone/example.com/record"
RECORD = {
    "path-zoneName": "example.com",
    "body-fieldType": "TXT",
    "body-subDomain": "_acme",
    "body-target": "hello",
    "body-ttl": "60",
}


def at(operation: str) -> str:
    return f"{reverse('api_console:operation')}?operation={operation}"


def press(browser: Browser, operation: str, key: ConsumerKey, **given: str) -> Any:
    fields = {"key": str(key.pk), "do": "call", **given}
    answer: Any = browser.post(at(operation), fields)
    return answer


def text_of(answer: Any) -> str:
    words = re.sub(r"<[^>]+>", " ", unescape(answer.content.decode()))
    return " ".join(words.split())


def allow_writes(world: LiveWorld) -> None:
    terms = AccessTerms(allows_api_writes=True)
    change_access(world.account.team, terms)


def calls() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action=AuditAction.API_CALLED).order_by("seq"))


def management_key(world: LiveWorld) -> ConsumerKey:
    key = world.account.management_key
    assert key is not None
    return key
