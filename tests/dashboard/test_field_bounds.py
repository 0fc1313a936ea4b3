"""What a form takes fits into the column it is for, and what no column is for has a reason."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest
from django import forms
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import CharField
from django.urls import reverse

import dashboard.forms
from credentials.models import Invitation, Person, Team
from dashboard.forms.fields import KeyField
from tests.dashboard.test_single_sign_on import come_back, provider
from tests.oidc_provider import Provider
from tests.people import Browser

__all__ = ["provider"]

LONG = f"{'a' * 60}@{'.'.join(['b' * 60] * 3)}.example.com"  # 255 characters

#: Fields of a column's name without the column's bound, and what bounds them.
BOUND_ELSEWHERE = {
    ("AccountForm", "endpoint"): "it is one of the endpoints there are",
    ("AskResetForm", "email"): "it is looked for, and kept nowhere",
    ("AddForm", "name"): "a passkey's name is JSON",
    ("ConfirmByAppForm", "code"): "it is compared, and kept nowhere",
    ("SecondFactorForm", "code"): "the same",
    ("StreamForm", "address"): "it is sealed, in a column without an end",
    ("SetUpAppForm", "code"): "the same",
}


def text_fields() -> Iterator[tuple[str, str, forms.CharField]]:
    """Class, name and field of each text that a form of the console asks for."""
    for module in pkgutil.walk_packages(dashboard.forms.__path__, "dashboard.forms."):
        for name, form in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            for field_name, field in getattr(form, "base_fields", {}).items():
                if form.__module__ == module.name and isinstance(field, forms.CharField):
                    yield name, field_name, field


def columns() -> dict[str, int]:
    """The shortest text column of each name."""
    shortest: dict[str, int] = {}
    for model in apps.get_app_config("credentials").get_models():
        for column in model._meta.local_concrete_fields:
            if isinstance(column, CharField) and column.max_length and not column.choices:
                known = shortest.get(column.name, column.max_length)
                shortest[column.name] = min(known, column.max_length)
    return {**shortest, "name": 80}  # other names are not typed


def test_every_field_of_a_column_has_its_bound() -> None:
    bounds, seen = columns(), set()
    for form, name, field in text_fields():
        seen.add((form, name))
        if (form, name) in BOUND_ELSEWHERE or isinstance(field, KeyField) or name not in bounds:
            continue
        assert field.max_length is not None, (form, name)
        assert field.max_length <= bounds[name], (form, name)
    assert seen >= BOUND_ELSEWHERE.keys()


def test_an_address_that_no_column_holds_is_refused_at_its_field(
    browser_of_alice: Browser, team: Team
) -> None:
    assert len(LONG) == 255
    answer = browser_of_alice.post(
        reverse("team:add", args=[team.pk]), {"email": LONG, "role": "auditor"}
    )
    assert "at most 254 characters" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_an_address_of_the_provider_that_no_column_holds_lets_nobody_in(
    provider: Provider,
) -> None:
    provider.claims["email"] = LONG
    assert come_back(Browser()).status_code == 403
    assert not Person.objects.filter(email=LONG).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "email"), [("Team", LONG), ("x" * 81, "bob@example.com")])
def test_a_team_that_no_column_holds_is_not_made(name: str, email: str) -> None:
    with pytest.raises(CommandError, match="at most"):
        call_command("create_team", name, admin=email)
