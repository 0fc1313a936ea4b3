"""What somebody gains who writes to the database, table by table, and what docs/security.md says.

Every column of every row is changed, one at a time: to another row's value, to what fits, to its
contrary. Then Bob, who may open nothing, and Charlie, a stranger, open and sign in as they can.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from django.db import connection
from django.db.models import Model
from django.utils import timezone
from pytest_django import Settings

from credentials import audit, people, vault
from credentials.audit import SYSTEM, triggers
from credentials.core import LinkPurpose, NotAllowedError, Role
from credentials.link_tokens import digest_of
from credentials.models import (
    AuditCheckpoint,
    AuditEntry,
    AuditHead,
    Entry,
    Invitation,
    KeyRequest,
    MailedLink,
    Membership,
    Person,
)
from credentials.people import links
from credentials.sealing import ChainVerdict
from dashboard.sessions import SessionStore
from tests import people as test_people
from tests.conftest import SECRETS
from tests.database_writer import (
    Knowledge,
    asked_by,
    changes,
    gains,
    gains_of_people,
    gains_of_secrets,
    is_read,
    plant,
    read_changes,
    rows_of,
    tables,
    won_by,
)
from tests.database_writer_rows import fill_the_rest
from tests.people import join, make_team
from tests.project_files import ROOT
from tests.world import World

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

#: Tables without a row here, and why there is nothing in them to change.
_EMPTY = {
    "account_emailconfirmation": "addresses are not confirmed by mail",
    "socialaccount_socialapp": "the provider of a single sign-on is in the settings",
    "socialaccount_socialtoken": "what a provider hands out is not kept",
    "auth_group": "nobody is in a group",
    "auth_group_permissions": "nobody is in a group",
}
#: Who somebody is hangs on several rows, which are changed one by one.
_INTERTWINED = (Person, Membership)
_GROUPS: dict[str, list[type[Model]]] = {
    "people": [Person],
    "memberships": [Membership],
    "others": [model for model in tables() if model not in _INTERTWINED],
}
#: Some of the columns on which it depends who opens what and who is who.
_DECIDING = {
    *("credentials_person.password", "credentials_person.is_active", "credentials_person.proof"),
    *("credentials_membership.role", "credentials_membership.team_id"),
    *("credentials_entry.account_id", "credentials_account.team_id"),
    *("credentials_secretversion.entry_id", "credentials_mailedlink.digest"),
    *("django_session.session_data", "credentials_account.proof"),
}
_LOG = ("credentials_auditentry", "credentials_audithead", "credentials_auditcheckpoint")


@pytest.fixture
def known(one_of_each: World, alice: Person, bob: Person, settings: Settings) -> Knowledge:
    """Alice's things, a row in every table, and what Charlie has."""
    settings.CACHES = {"default": {"BACKEND": "dashboard.json_cache.JsonCache"}}
    join(one_of_each.team, bob, Role.AUDITOR)
    charlie = Person.objects.create_user("charlie@example.com", "what charlie typed in march")
    own = make_team("Charlie's team", charlie)
    account = vault.add_account(own, label="Own account", endpoint="sandbox", actor=SYSTEM)
    for label in ("first", "second"):
        vault.store_application(
            account,
            metadata=vault.EntryMetadata(label=label),
            application_key=f"key-of-{label}",
            secret=f"secret0of0charlie0{label}",
            actor=SYSTEM,
        )
    session_key = str(test_people.sign_in(charlie).session.session_key)
    test_people.sign_in(alice)
    tokens = {person.pk: _link(person) for person in (alice, charlie)}
    fill_the_rest(account, alice, charlie)
    triggers.remove(connection)
    return Knowledge(
        secrets=frozenset(SECRETS.values()),
        entries=list(Entry.objects.exclude(label="second").values_list("pk", flat=True)),
        password="what charlie typed in march",
        session_key=session_key,
        reset_token=tokens[charlie.pk],
    )


def test_no_table_is_left_out(known: Knowledge) -> None:
    empty = {model._meta.db_table for model in tables() if not model._base_manager.exists()}
    assert empty == set(_EMPTY)
    existing = {name for name in connection.introspection.table_names() if "_text" not in name}
    assert existing == {"django_migrations", *(model._meta.db_table for model in tables())}


@pytest.mark.parametrize("models", _GROUPS.values(), ids=_GROUPS)
def test_no_column_gives_a_secret_or_a_person(models: list[type[Model]], known: Knowledge) -> None:
    """What an attempt does not ask the database for makes no difference to it, and is not tried."""
    assert gains(known) == set()
    gained = set()
    for attempt in (partial(gains_of_secrets, known), partial(gains_of_people, known)):
        statements = asked_by(attempt) + asked_by(attempt)
        for model in models:
            for change in read_changes(model, statements, together=model not in _INTERTWINED):
                gained |= {f"{change.name}: {won}" for won in won_by(change, attempt)}
    assert gained == set()
    assert gains(known) == set()


def test_what_decides_who_gets_what_is_among_what_is_tried(known: Knowledge) -> None:
    assert gains(known) == set()
    statements = asked_by(lambda: gains(known))
    columns = {
        f"{model._meta.db_table}.{field.attname}"
        for model in tables()
        for field in model._meta.local_concrete_fields
        if is_read(field, statements)
    }
    assert columns >= _DECIDING


@pytest.mark.parametrize("model", [AuditEntry, AuditHead, AuditCheckpoint])
def test_every_column_of_the_log_shows_when_it_is_changed(
    model: type[Model], known: Knowledge
) -> None:
    unseen = set()
    for change in list(changes(model)):
        if change.write():
            if audit.verify().verdict is ChainVerdict.INTACT:
                unseen.add(change.name)
            change.take_back()
    assert unseen == set()
    assert audit.verify().verdict is ChainVerdict.INTACT


def test_a_membership_of_their_own_gives_nothing(known: Knowledge, one_of_each: World) -> None:
    """Not with the proof of the membership that it takes after."""
    charlie = Person.objects.get(email="charlie@example.com")
    own = Membership.objects.get(person=charlie)
    plant(Membership(team=one_of_each.team, person=charlie, role=Role.OPERATOR, proof=own.proof))
    assert gains(known) == set()
    rows_of(Membership).filter(person=charlie).exclude(pk=own.pk).delete()
    rows_of(Membership).filter(pk=own.pk).update(team=one_of_each.team)
    assert gains(known) == set()


def test_another_persons_row_with_all_that_is_ones_own_in_it_gives_nothing(
    known: Knowledge, alice: Person
) -> None:
    own = Person.objects.get(email="charlie@example.com")
    rows_of(Person).filter(pk=own.pk).update(email="gone@example.com")
    rows_of(Person).filter(pk=alice.pk).update(
        email=own.email, password=own.password, proof=own.proof
    )
    assert gains(known) == set()


def test_a_link_of_their_own_gives_nothing(known: Knowledge, alice: Person) -> None:
    rows_of(MailedLink).update(expires_at=timezone.now())
    plant(
        MailedLink(
            person=alice,
            purpose=LinkPurpose.PASSWORD_RESET,
            digest=digest_of("planted"),
            expires_at=timezone.now() + timedelta(days=1),
        )
    )
    assert gains(replace(known, reset_token="planted")) == set()


def test_an_invitation_of_their_own_turned_into_one_of_another_team_gives_nothing(
    known: Knowledge, one_of_each: World, alice: Person
) -> None:
    charlie = Person.objects.get(email="charlie@example.com")
    rows_of(Invitation).filter(invited_by=charlie).update(
        team=one_of_each.team,
        invited_by=alice,
        email=charlie.email,
        digest=digest_of("planted"),
    )
    with pytest.raises(NotAllowedError):
        people.accept_invitation("planted", person=charlie, password="", address="192.0.2.1")
    assert gains(known) == set()


def test_a_provider_of_their_own_is_not_asked(settings: Settings) -> None:
    """Not where a single sign-on is set up, and not where none is."""
    app = SocialApp.objects.create(
        provider="openid_connect",
        provider_id=settings.OIDC_PROVIDER_ID,
        client_id="planted",
        settings={"server_url": "http://127.0.0.1:9/"},
    )
    listed = get_adapter().list_apps(None, provider=app.provider)
    assert app not in listed
    assert all(other.pk is None for other in listed)


def test_no_cell_of_the_database_is_a_session_a_link_a_callback_or_a_secret(
    known: Knowledge,
) -> None:
    """Somebody who has a copy tries each text of it where a browser would send one."""
    cells = {text for model in tables() for text in _texts(model)}
    assert len(cells) > 200
    assert known.secrets.isdisjoint(cells)
    for text in cells:
        assert SessionStore(text).load() == {}
        assert people.find_link(text, LinkPurpose.PASSWORD_RESET) is None
        assert people.find_invitation(text) is None
        assert not KeyRequest.objects.filter(token_hash=digest_of(text)).exists()


def test_the_document_names_every_table_and_what_it_gives() -> None:
    text = (ROOT / "docs" / "security.md").read_text()
    rows = re.findall(r"^\| (`[a-z_`, ]+`) \| (.+) \|$", text, re.MULTILINE)
    names = {model._meta.db_table for model in tables()}
    told = {name: gain for cell, gain in rows for name in re.findall(r"[a-z_]+", cell)}
    assert names - told.keys() == set()
    gaining = {table for table in names if re.match("a (secret|person)", told[table])}
    assert gaining == set()


def _texts(model: type[Model]) -> Iterator[str]:
    fields = [field.attname for field in model._meta.local_concrete_fields]
    rows = model._base_manager.order_by("-pk").values_list(*fields)
    return (cell for row in rows[:200] for cell in row if isinstance(cell, str) and cell)


def _link(person: Person) -> str:
    return links.make_link(person, LinkPurpose.PASSWORD_RESET, lifetime=timedelta(hours=1))
