"""The application a key is requested under: offered, chosen, refused, or made elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from credentials import vault
from credentials.audit import SYSTEM
from credentials.models import (
    Account,
    Application,
    LiveApplication,
    Person,
)
from tests.conftest import SECRETS
from tests.dashboard.test_onboarding import text
from tests.dashboard.wizard_driver import WizardDriver
from tests.people import Browser, sign_in


def test_a_deleted_application_is_not_offered(wizard: WizardDriver) -> None:
    assert "Use dns-updater" in wizard.browser.page(f"{wizard.start()}application/")
    Application.objects.update(application_id=12)
    LiveApplication.objects.create(
        account=wizard.account, application_id=12, first_seen_at=timezone.now(), is_deleted=True
    )
    assert "Use dns-updater" not in wizard.browser.page(f"{wizard.start()}application/")


def test_an_application_unknown_to_the_region_is_said(
    wizard: WizardDriver, account: Account
) -> None:
    stray = vault.store_application(
        account,
        metadata=vault.EntryMetadata(label="stray"),
        application_key="0a1b2c3d4e5f6071",
        secret=SECRETS["application"],
        actor=SYSTEM,
    )
    draft = wizard.reach_review()
    wizard.answer(draft, "application", application=stray.pk)
    page = text(wizard.browser.post(f"{draft}review/", follow=True))
    assert "This endpoint does not know the application key" in page


def test_without_an_application_the_review_leads_to_createtoken_and_the_paste(
    wizard: WizardDriver,
) -> None:
    draft = wizard.start()
    wizard.answer(draft, "application", account=wizard.account.pk)
    wizard.answer(draft, "addresses", addresses="")
    wizard.answer(draft, "details", label="certbot on web-1")
    page = wizard.browser.page(f"{draft}review/")
    assert "/createToken/?GET=/domain/zone/*&amp;POST=/domain/zone/*&amp;GET=/me" in page
    assert 'target="_blank" rel="noopener"' in page
    paste = wizard.browser.page("/keys/paste/", draft=draft.split("/")[3])
    assert 'value="certbot on web-1"' in paste
    assert f'<option value="{wizard.account.pk}" selected>' in paste


def test_a_strangers_application_is_nowhere_to_be_found(
    wizard: WizardDriver, charlie: Person
) -> None:
    browser: Browser = sign_in(charlie)
    draft = WizardDriver(
        browser, wizard.account, wizard.application, wizard.demo, wizard.sandbox
    ).start()
    assert "dns-updater" not in browser.page(f"{draft}application/")
    chosen = browser.post(f"{draft}application/", {"application": str(wizard.application.pk)})
    assert chosen.status_code == 404


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_applications_cost_the_same_queries_whatever_their_number(
    wizard: WizardDriver, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count - 1):
        vault.store_application(
            wizard.account,
            metadata=vault.EntryMetadata(label=f"app {number}"),
            application_key=f"{number:016x}",
            secret=f"{number:032x}",
            actor=SYSTEM,
        )
    address = f"{wizard.start()}application/"
    with django_assert_num_queries(9):
        page = wizard.browser.page(address)
    assert page.count('name="application"') == min(count, 50)
