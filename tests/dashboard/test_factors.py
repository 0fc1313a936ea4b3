"""A second factor is asked for, kept sealed for its owner, and nothing changes it unconfirmed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.urls import reverse

from credentials import people
from credentials.audit import SYSTEM
from credentials.core import AuditAction, KeyringError, Outcome
from credentials.models import AuditEntry, Person, RowProof, Team
from tests.authenticator_app import code_of
from tests.dashboard.test_mailed_links import ask
from tests.database_writer import rows_of
from tests.people import PASSWORD, Browser

SIGN_IN, FACTOR = reverse("account_login"), reverse("mfa_authenticate")


def set_up_app(browser: Browser) -> str:
    """Add an authenticator app as a person would; its seed."""
    page = browser.page(reverse("mfa_activate_totp"))
    seed = re.search(r'<code id="seed">([A-Z2-7=]+)</code>', page)
    assert seed
    answer = browser.post(reverse("mfa_activate_totp"), {"code": code_of(seed[1])})
    assert answer.status_code == 302, answer.content.decode()
    return seed[1]


def recovery_codes(browser: Browser) -> list[str]:
    page = browser.page(reverse("mfa_view_recovery_codes"))
    shown = re.search(r'<pre id="codes">([\d\s]+)</pre>', page)
    return shown[1].split() if shown else []


def sign_in(browser: Browser, code: str) -> str:
    """Where the password and then the code lead."""
    answer = browser.post(SIGN_IN, {"login": "alice@example.com", "password": PASSWORD})
    assert answer["Location"] == FACTOR
    assert browser.get("/").status_code == 302
    answer = browser.post(FACTOR, {"code": code})
    return str(answer["Location"]) if answer.status_code == 302 else ""


def newest(action: AuditAction) -> AuditEntry:
    entry = AuditEntry.objects.filter(action=action).first()
    assert entry is not None, action
    return entry


def test_an_app_is_asked_for_after_the_password(browser_of_alice: Browser) -> None:
    seed = set_up_app(browser_of_alice)
    assert newest(AuditAction.FACTOR_ADDED).actor == "alice@example.com"
    assert sign_in(Browser(), code_of(seed, steps=1)) == "/"


def test_a_factor_that_was_not_set_up_here_lets_nobody_in(browser_of_alice: Browser) -> None:
    seed = set_up_app(browser_of_alice)
    rows_of(RowProof).delete()
    browser = Browser()
    browser.post(SIGN_IN, {"login": "alice@example.com", "password": PASSWORD})
    answer = browser.post(FACTOR, {"code": code_of(seed, steps=1)})
    assert answer.status_code == 403
    assert "was changed outside Keydesk" in answer.content.decode()
    assert "_auth_user_id" not in browser.session


def test_a_wrong_code_lets_nobody_in_and_is_logged_as_that_person(
    browser_of_alice: Browser,
) -> None:
    seed = set_up_app(browser_of_alice)
    wrong = f"{(int(code_of(seed)) + 1) % 1_000_000:06}"
    assert sign_in(Browser(), wrong) == ""
    entry = newest(AuditAction.SIGN_IN_FAILED)
    assert (entry.actor, entry.outcome, entry.details) == (
        "alice@example.com",
        Outcome.DENIED,
        {"factor": "totp"},
    )


def test_a_code_works_once(browser_of_alice: Browser) -> None:
    code = code_of(set_up_app(browser_of_alice), steps=1)
    assert sign_in(Browser(), code) == "/"
    assert sign_in(Browser(), code) == ""


@pytest.mark.parametrize(("steps", "place"), [(-2, ""), (-1, "/"), (1, "/"), (2, "")])
def test_a_code_of_the_step_before_or_after_is_taken(
    browser_of_alice: Browser, steps: int, place: str
) -> None:
    seed = set_up_app(browser_of_alice)
    assert sign_in(Browser(), code_of(seed, steps=steps)) == place


def test_the_code_that_set_the_app_up_signs_nobody_in(browser_of_alice: Browser) -> None:
    seed = set_up_app(browser_of_alice)
    assert sign_in(Browser(), code_of(seed)) == ""
    assert sign_in(Browser(), code_of(seed, steps=1)) == "/"


def test_a_code_works_once_even_when_the_mark_of_the_library_has_ended(
    browser_of_alice: Browser, alice: Person
) -> None:
    code = code_of(set_up_app(browser_of_alice), steps=1)
    assert sign_in(Browser(), code) == "/"
    cache.delete(f"allauth.mfa.totp.used?user={alice.pk}&code={code}")
    assert sign_in(Browser(), code) == ""


@pytest.mark.parametrize(
    "answer", ['{"id":1}', "[" * 100_000, '{"a":' + "9" * 5_000 + "}", "9" * 5_000, "null", "{}"]
)
def test_an_answer_of_a_passkey_that_is_none_is_refused(
    browser_of_alice: Browser, answer: str
) -> None:
    set_up_app(browser_of_alice)
    stranger = Browser()
    for url in (reverse("mfa_login_webauthn"), FACTOR):
        if url == FACTOR:
            stranger.post(SIGN_IN, {"login": "alice@example.com", "password": PASSWORD})
        stranger.get(url)
        assert stranger.post(url, {"credential": answer}).status_code in {200, 302}
    assert stranger.get("/").status_code == 302


def test_a_password_change_asks_for_a_confirmation_first(
    sign_in: Callable[[Person], Browser], alice: Person
) -> None:
    answer = sign_in(alice).get(reverse("account_change_password"))
    assert answer["Location"].startswith(reverse("account_reauthenticate"))


def test_recovery_codes_are_shown_once_and_work_once(browser_of_alice: Browser) -> None:
    set_up_app(browser_of_alice)
    codes = recovery_codes(browser_of_alice)
    assert len(codes) == 10
    assert recovery_codes(browser_of_alice) == []
    assert sign_in(Browser(), codes[3]) == "/"
    assert sign_in(Browser(), codes[3]) == ""
    assert newest(AuditAction.RECOVERY_CODE_USED).actor == "alice@example.com"


def test_a_new_password_by_link_leaves_the_factor_in_place(
    browser_of_alice: Browser, mailoutbox: list[object]
) -> None:
    seed = set_up_app(browser_of_alice)
    stranger = Browser()
    path = ask(stranger, "alice@example.com")
    new = "a new quiet harbour"
    stranger.post(path, {"password1": new, "password2": new})
    assert stranger.get("/").status_code == 302
    answer = stranger.post(
        SIGN_IN, {"login": "alice@example.com", "password": "a new quiet harbour"}
    )
    assert answer["Location"] == FACTOR
    assert stranger.post(FACTOR, {"code": code_of(seed, steps=1)})["Location"] == "/"


def test_seeds_are_sealed_for_their_owner(browser_of_alice: Browser, bob: Person) -> None:
    seed = set_up_app(browser_of_alice)
    codes = recovery_codes(browser_of_alice)
    rows = list(Authenticator.objects.all())
    for value in (seed, *codes):
        assert value not in str([row.data for row in rows])
    app = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert people.open_factor(app.data["secret"]).expose() == seed
    Authenticator.objects.filter(pk=app.pk).update(user=bob)
    with pytest.raises(KeyringError):
        people.open_factor(app.data["secret"])


def test_a_seed_that_stands_in_two_rows_opens_in_neither(
    browser_of_alice: Browser, bob: Person
) -> None:
    set_up_app(browser_of_alice)
    app = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    Authenticator.objects.create(user=bob, type=app.type, data=app.data)
    with pytest.raises(KeyringError):
        people.open_factor(app.data["secret"])


@pytest.mark.parametrize(
    "name", ["mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes"]
)
def test_what_shows_or_adds_a_factor_asks_for_a_confirmation(
    sign_in: Callable[[Person], Browser], alice: Person, name: str
) -> None:
    answer = sign_in(alice).get(reverse(name))
    assert answer["Location"].startswith("/sign-in/confirm/")


def test_a_code_of_the_app_confirms(
    browser_of_alice: Browser, sign_in: Callable[[Person], Browser], alice: Person, team: Team
) -> None:
    seed = set_up_app(browser_of_alice)
    browser, page = sign_in(alice), reverse("team:add", args=[team.pk])
    confirm = reverse("mfa_reauthenticate")
    answer = browser.post(f"{confirm}?next={page}", {"code": code_of(seed, steps=1)})
    assert answer["Location"] == page
    assert browser.get(page).status_code == 200
    assert newest(AuditAction.CONFIRMED).details["factor"] == "totp"


def test_a_recovery_code_confirms_nothing(
    browser_of_alice: Browser, sign_in: Callable[[Person], Browser], alice: Person, team: Team
) -> None:
    set_up_app(browser_of_alice)
    code = recovery_codes(browser_of_alice)[0]
    browser = sign_in(alice)
    answer = browser.post(reverse("mfa_reauthenticate"), {"code": code})
    assert "six digits" in answer.content.decode()
    assert browser.get(reverse("team:add", args=[team.pk])).status_code == 302


def test_a_wrong_confirmation_is_logged_as_that_person(
    browser_of_alice: Browser, sign_in: Callable[[Person], Browser], alice: Person
) -> None:
    set_up_app(browser_of_alice)
    browser = sign_in(alice)
    browser.post(reverse("mfa_reauthenticate"), {"code": "000000"})
    browser.post(reverse("account_reauthenticate"), {"password": "planted"})
    entries = AuditEntry.objects.filter(action=AuditAction.CONFIRMATION_FAILED).order_by("seq")
    assert [(entry.actor, entry.details) for entry in entries] == [
        ("alice@example.com", {"factor": "totp"}),
        ("alice@example.com", {"factor": "password"}),
    ]


def test_who_has_nothing_to_confirm_with_is_led_to_set_it_up(
    sign_in: Callable[[Person], Browser], alice: Person, team: Team
) -> None:
    alice.set_unusable_password()
    alice.save(update_fields=["password"])
    browser = sign_in(alice)
    asked = browser.get(reverse("team:add", args=[team.pk]))
    assert asked["Location"] == reverse("mfa_index")
    sent = browser.get(reverse("mfa_add_webauthn"))
    assert sent["Location"].startswith(f"{SIGN_IN}?next=")
    assert browser.get("/").status_code == 302


def test_a_factor_is_removed_on_confirmation_and_the_log_says_so(browser_of_alice: Browser) -> None:
    set_up_app(browser_of_alice)
    browser_of_alice.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()
    assert newest(AuditAction.FACTOR_REMOVED).actor == "alice@example.com"


def test_factors_are_reset_in_an_emergency(browser_of_alice: Browser, alice: Person) -> None:
    set_up_app(browser_of_alice)
    assert people.reset_factors(alice, actor=SYSTEM) == 2
    assert not people.has_second_factor(alice)
    assert newest(AuditAction.FACTORS_RESET).subject == "alice@example.com"


def test_passkeys_belong_to_the_public_address(browser_of_alice: Browser) -> None:
    page = browser_of_alice.page(reverse("mfa_add_webauthn"))
    assert '"rp": {"name": "Keydesk", "id": "testserver"}' in page


def test_a_sign_in_by_a_made_up_passkey_is_refused_and_logged(db: None) -> None:
    browser = Browser()
    url = reverse("mfa_login_webauthn")
    asked = browser.get(url, headers={"Accept": "application/json"}).json()
    assert asked["request_options"]["publicKey"]["userVerification"] == "required"
    assert browser.post(url, {"credential": "{}"})["Location"] == SIGN_IN
    assert newest(AuditAction.SIGN_IN_FAILED).details == {"factor": "webauthn"}


def test_a_failed_sign_in_names_the_person_whose_address_it_is(alice: Person) -> None:
    Browser().post(SIGN_IN, {"login": "Alice@example.com", "password": "planted"})
    Browser().post(SIGN_IN, {"login": "planted@example.com", "password": "planted"})
    entries = AuditEntry.objects.filter(action=AuditAction.SIGN_IN_FAILED).order_by("seq")
    assert [entry.actor for entry in entries] == ["alice@example.com", "anonymous"]
