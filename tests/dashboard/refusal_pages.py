"""The page that explains refusals, a key for it, and what it answers."""

from __future__ import annotations

from credentials import vault
from credentials.audit import SYSTEM
from credentials.core import KeyState
from credentials.models import Application, ConsumerKey, Person
from credentials.rights import parse_rules, rules_to_api
from tests.people import Browser

PAGE = "/explain/"
RECORD = "/domain/zone/example.com/record"
ERROR = (
    f"POST https://eu.api.ovh.com/1.0{RECORD}: 403 Forbidden "
    '{"errorCode":"NOT_GRANTED_CALL","message":"This call has not been granted",'
    '"httpCode":403} X-OVH-QUERYID: EU.ext-1.abcdef12.1234.abcdef'
)


def stored_key(application: Application, owner: Person) -> ConsumerKey:
    """A key that reads one zone's records, from one address."""
    return vault.store_consumer_key(
        application,
        metadata=vault.EntryMetadata(label="mail-records", purpose="records", owner=owner),
        secret="planted0consumer0key00000000002",
        state=KeyState.VALIDATED,
        rules=rules_to_api(parse_rules(f"GET {RECORD}")),
        allowed_ips=["192.0.2.7/32"],
        actor=SYSTEM,
    )


def answer(browser: Browser, text: str, **fields: object) -> str:
    page = browser.post(PAGE, {"text": text, "do": "explain", **fields})
    assert page.status_code == 200
    return str(page.content.decode())


def card(html: str) -> str:
    return html.partition('id="answer"')[2]
