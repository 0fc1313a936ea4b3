"""The identity provider lets in whoever its groups name, and confirms nothing afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography.hazmat.primitives.asymmetric import rsa
from django.urls import reverse
from pytest_django import Settings

from credentials import teams
from credentials.core import AuditAction, Outcome, Role
from credentials.models import AuditEntry, Membership, Person, Team
from dashboard import rate_limits
from dashboard.settings.single_sign_on import providers
from tests.database_writer import rows_of
from tests.oidc_provider import CLIENT_ID, CLIENT_SECRET, Provider, serve
from tests.people import Browser, join, rewrite

SIGN_IN = reverse("account_login")
BOB = {"sub": "bob-1", "email": "bob@example.com", "email_verified": True, "groups": ["ops"]}


@pytest.fixture
def provider(settings: Settings, team: Team) -> Iterator[Provider]:
    """A provider whose groups "ops" and "admins" open Alice's team."""
    with serve() as running:
        settings.SOCIALACCOUNT_PROVIDERS = providers(running.issuer, CLIENT_ID, CLIENT_SECRET)
        settings.OIDC_GROUPS = [
            ("ops", "Harbour", "operator"),
            ("admins", "Harbour", "admin"),
            ("lost", "No such team", "admin"),
        ]
        running.claims = dict(BOB)
        yield running


def set_out(browser: Browser, **headers: str) -> str:
    """Press the button; where the provider is asked."""
    answer = browser.post(f"{reverse('account_single_sign_on')}?next=/vault/", headers=headers)
    assert answer.status_code == 200
    assert answer["Refresh"].startswith("0; url=http://127.0.0.1:")
    return str(answer["Refresh"]).removeprefix("0; url=")


def come_back(browser: Browser, **headers: str) -> Any:
    """Through the provider's page and back, as a browser would."""
    with urlopen(set_out(browser, **headers)) as page:
        way = re.search(r'<a href="([^"]+)"', page.read().decode())
    assert way
    back = way[1].replace("&amp;", "&")
    assert back.startswith("https://testserver/sign-in/sso/back/?")
    return browser.get(back.removeprefix("https://testserver"))


def refusals() -> list[dict[str, Any]]:
    entries = AuditEntry.objects.filter(action=AuditAction.SIGN_IN_FAILED, outcome=Outcome.DENIED)
    return [entry.details for entry in entries]


def test_somebody_new_is_let_in_by_a_group(provider: Provider, team: Team) -> None:
    browser = Browser()
    assert come_back(browser)["Location"] == "/vault/"
    bob = Person.objects.get(email="bob@example.com")
    assert teams.role_in(bob, team.pk) is Role.OPERATOR
    assert not bob.has_usable_password()
    assert browser.get("/vault/").status_code == 200
    asked = provider.asked[0]
    assert (asked["code_challenge_method"], asked["client_id"]) == ("S256", CLIENT_ID)


def test_who_is_in_no_group_is_refused_and_made_nobody(provider: Provider) -> None:
    for groups in (["others"], [], "ops", ["lost"], None):
        provider.claims["groups"] = groups
        answer = come_back(Browser())
        assert answer.status_code == 403
        assert "in no group that opens a team here" in answer.content.decode()
    assert not Person.objects.filter(email="bob@example.com").exists()
    assert {details["cause"] for details in refusals()} == {"NotAllowedError"}


def test_roles_follow_the_groups_at_each_sign_in(provider: Provider, team: Team) -> None:
    come_back(Browser())
    bob = Person.objects.get(email="bob@example.com")
    provider.claims["groups"] = ["ops", "admins"]
    come_back(Browser())
    assert teams.role_in(bob, team.pk) is Role.ADMIN
    provider.claims["groups"] = ["ops"]
    come_back(Browser())
    assert teams.role_in(bob, team.pk) is Role.OPERATOR
    assert Person.objects.filter(email="bob@example.com").count() == 1


def test_the_last_admin_stays_whatever_the_groups_say(
    provider: Provider, alice: Person, team: Team
) -> None:
    provider.claims |= {"sub": "alice-1", "email": "alice@example.com"}
    assert come_back(Browser()).status_code == 302
    assert teams.role_in(alice, team.pk) is Role.ADMIN


def test_a_person_is_known_again_by_id_and_keeps_their_address(
    provider: Provider, team: Team
) -> None:
    come_back(Browser())
    provider.claims["email"] = "robert@example.com"
    assert come_back(Browser()).status_code == 302
    assert not Person.objects.filter(email="robert@example.com").exists()


def test_a_name_at_the_provider_that_was_planted_is_nobody(
    provider: Provider, alice: Person
) -> None:
    """Bob comes back, and his name stands beside Alice since."""
    come_back(Browser())
    rows_of(SocialAccount).update(user=alice)
    browser = Browser()
    response = come_back(browser)
    assert response.status_code == 403
    assert "was changed outside Keydesk" in response.content.decode()
    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize("said", [False, None])
def test_an_account_is_not_taken_over_by_an_unverified_address(
    provider: Provider, bob: Person, said: bool | None
) -> None:
    if said is None:
        del provider.claims["email_verified"]
    else:
        provider.claims["email_verified"] = said
    assert come_back(Browser()).status_code == 403
    assert not SocialAccount.objects.exists()


def test_a_token_of_somebody_else_is_refused(provider: Provider, bob: Person) -> None:
    provider.token_claims = {"sub": "alice-1"}
    assert come_back(Browser()).status_code == 403


@pytest.mark.parametrize("claims", [{"iss": "https://example.net"}, {"aud": "others"}, {"exp": 1}])
def test_a_token_that_is_not_for_us_is_refused(provider: Provider, claims: dict[str, Any]) -> None:
    provider.token_claims = claims
    answer = come_back(Browser())
    assert answer.status_code == 403
    assert "Single sign-on did not work" in answer.content.decode()
    assert refusals()[0]["cause"] == "OAuth2Error"


def test_each_sign_in_has_a_nonce_of_its_own(provider: Provider) -> None:
    come_back(Browser())
    come_back(Browser())
    first, second = (asked["nonce"] for asked in provider.asked)
    assert len(first) == len(second) == 64
    assert first != second


@pytest.mark.parametrize("nonce", [None, "", 7, "0" * 64])
def test_a_token_of_another_sign_in_is_refused(provider: Provider, nonce: object) -> None:
    provider.token_claims = {"nonce": nonce}
    assert come_back(Browser()).status_code == 403
    assert not Person.objects.filter(email="bob@example.com").exists()


@pytest.mark.parametrize("subject", ["", "e" * 192, "bob\0", "böb", 7, None, ["bob-1"]])
def test_a_name_at_the_provider_that_cannot_be_kept_is_refused(
    provider: Provider, subject: object
) -> None:
    provider.claims["sub"] = provider.token_claims["sub"] = subject
    assert come_back(Browser()).status_code == 403
    assert not Person.objects.filter(email="bob@example.com").exists()


def test_an_answer_without_an_id_token_is_refused(provider: Provider) -> None:
    provider.algorithm = None
    assert come_back(Browser()).status_code == 403


def test_a_token_without_the_name_of_its_key_is_refused(provider: Provider) -> None:
    provider.kid = ""
    answer = come_back(Browser())
    assert answer.status_code == 403
    assert "Single sign-on did not work" in answer.content.decode()


@pytest.mark.parametrize(("party", "status"), [("keydesk", 302), ("others", 403), (None, 403)])
def test_a_token_for_several_names_keydesk_as_the_one_that_asked(
    provider: Provider, party: str | None, status: int
) -> None:
    provider.token_claims = {"aud": ["keydesk", "others"], "azp": party}
    assert come_back(Browser()).status_code == status


def test_a_token_signed_by_another_key_is_refused(provider: Provider) -> None:
    provider.published_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert come_back(Browser()).status_code == 403


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_signed_by_an_algorithm_that_is_not_listed_is_refused(
    provider: Provider, algorithm: str
) -> None:
    provider.algorithm = algorithm
    assert come_back(Browser()).status_code == 403
    assert refusals()[0]["cause"] == "UnexpectedProviderError"


def test_a_token_signed_by_another_listed_algorithm_is_taken(provider: Provider) -> None:
    provider.algorithm = "PS256"
    assert come_back(Browser()).status_code == 302


def test_a_provider_that_names_another_issuer_is_not_asked(provider: Provider) -> None:
    provider.named_issuer = "https://example.net"
    answer = Browser().post(reverse("account_single_sign_on"))
    assert answer.status_code == 403
    assert refusals()[0]["cause"] == "UnexpectedProviderError"


def test_the_way_back_takes_the_browser_that_set_out(provider: Provider) -> None:
    state = parse_qs(urlsplit(set_out(Browser())).query)["state"][0]
    back = reverse("openid_connect_callback")
    answer = Browser().get(back, {"state": state, "code": "made-up"})
    assert answer.status_code == 403


def test_the_host_of_a_request_does_not_choose_the_way_back(provider: Provider) -> None:
    url = set_out(Browser(), host="127.0.0.1:6666")
    assert parse_qs(urlsplit(url).query)["redirect_uri"] == ["https://testserver/sign-in/sso/back/"]


def test_nothing_of_the_provider_is_kept_but_who_it_was(provider: Provider) -> None:
    come_back(Browser())
    come_back(Browser())
    account = SocialAccount.objects.get()
    assert (account.uid, account.extra_data) == ("bob-1", {})
    assert not SocialToken.objects.exists()


def test_a_deactivated_person_is_not_let_in(provider: Provider) -> None:
    come_back(Browser())
    rewrite(Person.objects.filter(email="bob@example.com"), is_active=False)
    browser = Browser()
    assert come_back(browser)["Location"] == reverse("account_inactive")
    assert browser.get("/vault/").status_code == 302


def test_a_provider_that_is_down_is_said(provider: Provider, settings: Settings) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = providers("http://127.0.0.1:9", CLIENT_ID, CLIENT_SECRET)
    answer = Browser().post(reverse("account_single_sign_on"))
    assert answer.status_code == 403
    assert "does not answer" in answer.content.decode()


def test_who_sets_out_too_often_has_the_provider_asked_no_more(provider: Provider) -> None:
    for _ in range(rate_limits.PROVIDER_BY_ADDRESS[0].most - 1):
        rate_limits.take(rate_limits.of_provider("127.0.0.1"))
    set_out(Browser())
    answer = Browser().post(reverse("account_single_sign_on"))
    assert (answer.status_code, answer["Location"]) == (302, SIGN_IN)
    newest = AuditEntry.objects.latest("seq")
    assert (newest.action, newest.outcome) == (AuditAction.ATTEMPTS_LIMITED, Outcome.DENIED)
    assert newest.details == {"page": "single sign-on"}


def test_without_a_provider_there_is_no_button_and_no_way(db: None) -> None:
    assert "Single sign-on" not in Browser().page(SIGN_IN)
    assert Browser().post(reverse("account_single_sign_on")).status_code == 404


def test_who_signs_in_elsewhere_keeps_other_teams(
    provider: Provider, charlie: Person, team: Team
) -> None:
    provider.claims |= {"sub": "charlie-1", "email": "charlie@example.com"}
    join(team, charlie, Role.AUDITOR)
    come_back(Browser())
    assert Membership.objects.filter(person=charlie).count() == 2
    assert teams.role_in(charlie, team.pk) is Role.OPERATOR
