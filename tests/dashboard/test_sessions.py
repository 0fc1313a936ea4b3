"""A session is of use to the browser that has its cookie, and to nobody who has the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as StockSessionStore
from django.contrib.sessions.models import Session
from django.core import signing
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from credentials import people
from credentials.audit import SYSTEM
from credentials.core import AuditAction
from credentials.models import Application, AuditEntry, Person, SignedInSession, Team
from credentials.sealing import sessions
from dashboard.sessions import SessionStore
from tests.dashboard.test_sessions_of_people import age
from tests.people import PASSWORD, Browser, rewrite

pytestmark = pytest.mark.django_db

COOKIE = settings.SESSION_COOKIE_NAME


@pytest.fixture
def signed_in(alice: Person, team: Team) -> Browser:
    """Alice, who came by the sign-in page."""
    browser = Browser()
    browser.post(reverse("account_login"), {"login": alice.email, "password": PASSWORD})
    return browser


def key_of(browser: Browser) -> str:
    return browser.cookies[COOKIE].value


def somebody_with(cookie: str) -> Browser:
    browser = Browser()
    browser.cookies[COOKIE] = cookie
    return browser


def is_signed_in(browser: Browser) -> bool:
    return browser.get("/").status_code == 200


def confirm(browser: Browser) -> None:
    answer = browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert answer.status_code == 302


def test_a_key_copied_from_the_table_right_after_a_confirmation_copies_no_secret(
    signed_in: Browser, application: Application
) -> None:
    confirm(signed_in)
    copy = reverse("vault:copy", args=[application.pk])
    assert signed_in.post(copy).status_code == 200
    for row in Session.objects.all():
        copier = somebody_with(row.session_key)
        assert copier.post(copy)["Location"].startswith("/sign-in/")
    assert is_signed_in(signed_in)


def test_nothing_of_a_session_can_be_read_from_the_table(signed_in: Browser) -> None:
    """The link of a password reset goes by way of the session, for one."""
    session = signed_in.session
    session["_password_reset_key"] = "planted-reset-token"
    session.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_key, session_data FROM django_session")
        ((stored_key, data),) = cursor.fetchall()
    assert key_of(signed_in) not in stored_key + data
    assert StockSessionStore().decode(data) == {}
    assert len(stored_key) == 40


def test_data_moved_to_the_row_of_another_session_signs_nobody_in(
    signed_in: Browser, charlie: Person
) -> None:
    other = Browser()
    other.force_login(charlie)
    data = Session.objects.get(session_key=sessions.stored_key(key_of(signed_in))).session_data
    stored = Session.objects.filter(session_key=sessions.stored_key(key_of(other)))
    assert stored.update(session_data=data)
    assert not is_signed_in(other)


def test_a_row_made_without_the_secret_key_signs_nobody_in(alice: Person, team: Team) -> None:
    key = "k" * 32
    forged = {"_auth_user_id": str(alice.pk), "_auth_user_hash": alice.get_session_auth_hash()}
    forged["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    serializer = SessionStore().serializer
    salt = "django.contrib.sessions.SessionStore"
    of_another_key = sessions.encrypt(
        serializer().dumps(forged), session_key=key, secret="another secret"
    )
    signed = signing.dumps(forged, key="another secret", salt=salt, serializer=serializer)
    for data in (of_another_key, signed, "", "\u20ac", "x" * 100):
        Session.objects.update_or_create(
            session_key=sessions.stored_key(key),
            defaults={
                "session_data": data,
                "expire_date": timezone.now() + timedelta(hours=1),
            },
        )
        assert not is_signed_in(somebody_with(key))
    own = sessions.encrypt(serializer().dumps(forged), session_key=key, secret=settings.SECRET_KEY)
    Session.objects.update(session_data=own)
    assert is_signed_in(somebody_with(key))


def test_a_row_whose_end_was_put_off_ends_all_the_same(
    signed_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    Session.objects.update(expire_date=timezone.now() + timedelta(days=999))
    assert is_signed_in(signed_in)
    monkeypatch.setattr(settings, "SESSION_COOKIE_AGE", -1)
    assert not is_signed_in(signed_in)


def test_the_key_changes_at_sign_in_and_at_every_confirmation(
    signed_in: Browser, alice: Person
) -> None:
    keys = [key_of(signed_in)]
    for _ in range(2):
        confirm(signed_in)
        keys.append(key_of(signed_in))
        assert is_signed_in(signed_in)
    assert len(set(keys)) == 3
    assert Session.objects.count() == 1
    assert not is_signed_in(somebody_with(keys[0]))


def test_an_answer_to_the_old_key_does_not_take_the_new_cookie_away(signed_in: Browser) -> None:
    old = somebody_with(key_of(signed_in))
    confirm(signed_in)
    assert COOKIE not in old.get("/").cookies


def test_signing_out_ends_the_session_and_begins_none_of_a_person(signed_in: Browser) -> None:
    """What is left is a new session without a person, for the word that they signed out."""
    before = signed_in.cookies[COOKIE].value
    ended = Session.objects.get().session_key
    signed_in.post(reverse("account_logout"))
    assert signed_in.cookies[COOKIE].value != before
    assert not Session.objects.filter(session_key=ended).exists()
    assert "_auth_user_id" not in signed_in.session
    assert signed_in.get("/").status_code == 302


def test_a_session_that_is_over_is_deleted_by_the_command(signed_in: Browser) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    SessionStore.clear_expired()
    assert not Session.objects.exists()


def test_it_is_a_store_as_django_knows_them() -> None:
    store = SessionStore()
    store["a"] = 1
    store.save()
    assert store.session_key is not None
    assert store.exists(store.session_key)
    assert SessionStore(store.session_key)["a"] == 1
    store.cycle_key()
    store.save()
    assert Session.objects.count() == 1
    store.delete()
    assert not Session.objects.exists()
    assert SessionStore("unknown-key-of-nobody").load() == {}


@pytest.mark.parametrize(
    "kept", [None, 7, "words", [], {}, {"digest": 7, "started": "", "seen": 0}]
)
@pytest.mark.parametrize("name", ["signed_in", "new_keys"])
def test_what_another_release_left_in_a_session_is_as_if_it_were_not_there(
    signed_in: Browser, name: str, kept: object
) -> None:
    session = signed_in.session
    session[name] = kept
    session.save()
    for page in ("/", reverse("mfa_index"), reverse("onboarding:start")):
        assert signed_in.get(page).status_code in {200, 302}
    assert signed_in.get(reverse("onboarding:review", args=["0a0a0a0a"])).status_code == 302


def test_a_draft_of_another_release_is_dropped(signed_in: Browser) -> None:
    session = signed_in.session
    session["new_keys"] = {"0a0a0a0a": {"application": "", "of_another_release": ""}}
    session.save()
    answer = signed_in.get(reverse("onboarding:rights", args=["0a0a0a0a"]))
    assert answer["Location"] == reverse("onboarding:start")


def rows_of_a_session() -> list[Session | SignedInSession]:
    return [*Session.objects.all(), *SignedInSession.objects.all()]


def end_by_signing_out(browser: Browser, alice: Person) -> None:
    browser.post(reverse("account_logout"))


def end_by_age(browser: Browser, alice: Person) -> None:
    age(browser, started=12 * 60 * 60 + 1)
    browser.get("/")


def end_by_another(browser: Browser, alice: Person) -> None:
    people.end_sessions(alice, actor=SYSTEM, only=SignedInSession.objects.get().pk)


def end_by_an_admin(browser: Browser, alice: Person) -> None:
    people.end_sessions(alice, actor=SYSTEM)
    rewrite(Person.objects.all(), session_generation=0)


@pytest.mark.parametrize("end", [end_by_signing_out, end_by_age, end_by_another, end_by_an_admin])
def test_an_ended_session_stays_ended_when_its_rows_are_put_back(
    signed_in: Browser, alice: Person, end: Callable[[Browser, Person], None]
) -> None:
    assert is_signed_in(signed_in)
    thief, kept = somebody_with(key_of(signed_in)), rows_of_a_session()
    end(signed_in, alice)
    for row in kept:
        row.save(force_insert=True)
    assert not is_signed_in(thief)
    assert not Session.objects.filter(session_key=sessions.stored_key(key_of(thief))).exists()
    entry = AuditEntry.objects.filter(action=AuditAction.ACCESS_DENIED).latest("seq")
    assert (entry.actor, entry.details) == (alice.email, {"cause": "ended session"})


def test_a_session_that_is_on_no_list_is_none(signed_in: Browser) -> None:
    SignedInSession.objects.all().delete()
    assert not is_signed_in(signed_in)


def test_the_key_of_before_a_confirmation_is_none_when_it_is_put_back(signed_in: Browser) -> None:
    assert is_signed_in(signed_in)
    thief, kept = somebody_with(key_of(signed_in)), rows_of_a_session()
    confirm(signed_in)
    for row in kept:
        row.pk = row.pk if isinstance(row, Session) else None
        row.save(force_insert=True)
    assert not is_signed_in(thief)
    assert is_signed_in(signed_in)
