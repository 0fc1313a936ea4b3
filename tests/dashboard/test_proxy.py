"""What a proxy does to addresses is said to those who can set it right, and to nobody else."""

from __future__ import annotations

import pytest
from django.urls import reverse
from pytest_django import Settings

from credentials import proxy_check
from credentials.core import Role
from credentials.models import Account, Person, Team
from tests.people import Browser, join

_ELSEWHERE = {"Origin": "https://testserver:8443"}


def _refused(person: Person | None, account: Account) -> str:
    browser = Browser(enforce_csrf_checks=True)
    if person is not None:
        browser.force_login(person)
    url = reverse("accounts:edit", args=[account.pk])
    answer = browser.post(url, {"label": "Another"}, headers=_ELSEWHERE)
    assert answer.status_code == 403
    return answer.content.decode()


def test_an_admin_is_told_which_address_was_expected_and_which_came(
    alice: Person, account: Account
) -> None:
    page = _refused(alice, account)
    assert "expects https://testserver, the request came as https://testserver" in page
    assert "the browser says it was on https://testserver:8443" in " ".join(page.split())


def test_others_are_told_that_the_form_is_no_longer_valid(
    bob: Person, team: Team, account: Account
) -> None:
    join(team, bob, Role.AUDITOR)
    for person in (bob, None):
        page = _refused(person, account)
        assert "no longer valid" in page
        assert "8443" not in page


def test_health_tells_how_a_request_arrived_to_who_knows_the_secret_key_alone(
    db: None, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    asked: list[dict[str, str]] = []

    def get(_url: str, *, headers: dict[str, str], **_: object) -> object:
        asked.append(headers)
        return Browser().get("/healthz", headers=headers)

    monkeypatch.setattr("requests.get", get)
    arrival = proxy_check.ask()
    assert (arrival.origin, arrival.address) == ("https://testserver", "127.0.0.1")
    assert arrival.is_right
    settings.PUBLIC_ORIGIN = "https://testserver:8443"
    assert not arrival.is_right
    forged = {proxy_check.HEADER: f"{asked[0][proxy_check.HEADER]}x"}
    for headers in ({}, forged):
        assert Browser().get("/healthz", headers=headers).json() == {"status": "ok"}


@pytest.mark.parametrize("given", ["unknown", "10.0.0", "<b>", "1" * 8_000, "192.0.2.1, [::1", ""])
@pytest.mark.parametrize("page", ["account_login", "health", "vault:list"])
def test_an_address_that_cannot_be_read_is_refused_with_a_sentence(
    browser_of_alice: Browser,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    given: str,
    page: str,
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    answer = browser_of_alice.get(reverse(page), headers={"X-Forwarded-For": given})
    if not given:  # as if there were no proxy
        assert answer.status_code in {200, 302}
        return
    assert answer.status_code == 400
    assert "named no address in X-Forwarded-For" in answer.content.decode()
    (line,) = caplog.records
    assert "X-Forwarded-For holds no address" in line.getMessage()
    assert line.exc_info is None
    assert given not in line.getMessage()


def test_fewer_proxies_than_there_should_be_are_refused_with_the_same_sentence(
    settings: Settings, db: None
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    browser = Browser(raise_request_exception=False)
    answer = browser.get(reverse("account_login"), headers={"X-Forwarded-For": "192.0.2.1"})
    assert answer.status_code == 400
