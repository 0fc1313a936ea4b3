"""A key the way a person makes it with Keydesk: kept, requested, validated, revealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from credentials import onboarding, vault
from credentials.audit import SYSTEM
from credentials.models import Account, Application, ConsumerKey
from credentials.models import Person as Colleague
from credentials.rights import AccessRule
from sandbox.demo_world.plans import NIC_A
from tests.sandbox.people import Person, shown


@dataclass(frozen=True, slots=True)
class Keys:
    """The three values that a tool is given, and the entry that a file of them is exported of."""

    entry: ConsumerKey
    application_key: str
    application_secret: str = field(repr=False)
    consumer_key: str = field(repr=False)


def make_key(
    account: Account,
    rules: Sequence[AccessRule],
    *,
    colleague: Colleague,
    customer: Person,
) -> ConsumerKey:
    """A validated key with exactly these rules; ``customer`` answers on OVHcloud's pages."""
    if not account.nic:
        vault.bind_account(account, NIC_A, seen="", actor=SYSTEM)
    asked = onboarding.request_key(
        _application(account, customer),
        onboarding.KeyRequestSpec(
            metadata=vault.EntryMetadata(label="the tool's key"), rules=rules
        ),
        person=colleague,
        actor=SYSTEM,
        callback_url=lambda token: f"https://keydesk.example.net/ovh/callback/{token}/",
    )
    answer = customer.answer(onboarding.consent_page(asked), "accept")
    token = answer.headers["Location"].rstrip("/").rpartition("/")[2]
    key_request = onboarding.redeem_callback(token, person=colleague, actor=SYSTEM)
    return onboarding.check_request(key_request, actor=SYSTEM).consumer_key


def revealed(key: ConsumerKey) -> Keys:
    """What a person copies into a tool."""
    return Keys(
        key,
        key.application.application_key,
        vault.reveal(key.application, actor=SYSTEM).expose(),
        vault.reveal(key, actor=SYSTEM).expose(),
    )


def _application(account: Account, customer: Person) -> Application:
    described = {"name": "interop", "description": "A tool that is tried"}
    page = customer.post(f"{customer.url}/createApp/", data=described)
    return vault.store_application(
        account,
        metadata=vault.EntryMetadata(label="the tool"),
        application_key=shown(page, "application-key"),
        secret=shown(page, "application-secret"),
        actor=SYSTEM,
    )
