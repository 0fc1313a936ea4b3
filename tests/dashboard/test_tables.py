"""Lists are searched, filtered, sorted and paged by their address, whatever it says."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

import pytest
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import QueryDict
from django.utils.http import urlencode
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credentials import vault
from credentials.audit import SYSTEM
from credentials.core import EntryKind, Environment
from credentials.models import Account, Entry, Team
from dashboard import labels, tables


class Entries(tables.AccountFilters):
    environment = tables.choice("Environment", labels.ENVIRONMENTS, any_word="Any")

    searched = ("label", "used_by", "as_application__application_key")
    sorts = MappingProxyType({"label": (Lower("label"),), "owner": ("owner__email",)})
    start = "label"

    def phrases(self) -> Iterable[tables.Phrase]:
        return [*tables.spelled("kind", labels.KINDS), ("never used", Q(used_by=""))]


def store(account: Account, label: str, **metadata: object) -> Entry:
    return vault.store_application(
        account,
        metadata=vault.EntryMetadata(label=label, **metadata),  # type: ignore[arg-type]
        application_key=f"key-{label}",
        secret=f"secret-{label}",
        actor=SYSTEM,
    )


@pytest.fixture
def filled(account: Account) -> Account:
    store(account, "Zone writer", used_by="web-1.example.com", environment=Environment.PRODUCTION)
    store(account, "billing reader")
    return account


def filters(query: str) -> Entries:
    return Entries(QueryDict(query), accounts=Account.objects.all())


def filtered(query: str) -> list[str]:
    page = filters(query).page(Entry.objects.all())
    return [entry.label for entry in page]


@pytest.mark.parametrize(
    "words", ["zone", "WRITER zone", "web-1.example", "key-zone", "#key-Zone", "zone · web-1"]
)
def test_words_find_their_row_in_any_order(filled: Account, words: str) -> None:
    assert filtered(urlencode({"q": words})) == ["Zone writer"]


def test_every_word_has_to_be_there(filled: Account) -> None:
    assert filtered("q=zone+billing") == []


def test_a_word_that_no_column_holds_finds_the_rows_that_show_it(filled: Account) -> None:
    assert filtered("q=never") == ["billing reader"]
    assert len(filtered("q=application")) == 2


def test_a_filter_keeps_the_rows_of_its_value(filled: Account) -> None:
    assert filtered("environment=production") == ["Zone writer"]


def test_a_value_that_is_no_choice_narrows_nothing(filled: Account) -> None:
    assert len(filtered("environment=moon&account=not-an-id&page=many&o=secret")) == 2


def test_the_account_of_another_team_is_no_choice(filled: Account, team: Team) -> None:
    chosen = Entries(QueryDict(f"account={filled.pk}"), accounts=Account.objects.none())
    assert "account" not in chosen.chosen


def test_rows_sort_both_ways_and_without_regard_to_case(filled: Account) -> None:
    assert filtered("") == filtered("o=label") == ["billing reader", "Zone writer"]
    assert filtered("o=-label") == ["Zone writer", "billing reader"]


def test_what_has_no_value_sorts_last_both_ways(filled: Account, team: Team) -> None:
    alice = team.members.get()
    store(filled, "middle", owner=alice)
    assert filtered("o=owner")[0] == filtered("o=-owner")[0] == "middle"


def test_fifty_rows_a_page_and_the_total_beside(account: Account) -> None:
    for number in range(53):
        Entry.objects.create(account=account, kind=EntryKind.APPLICATION, label=f"e{number:03}")
    page = filters("page=2").page(Entry.objects.all())
    assert (page.start_index(), page.end_index(), page.paginator.count) == (51, 53, 53)
    assert [entry.label for entry in page] == ["e050", "e051", "e052"]


def test_an_empty_search_is_not_an_empty_store() -> None:
    assert filters("q=zone").is_narrowing
    assert not filters("o=-label&page=3").is_narrowing


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(words=st.text(max_size=60))
@pytest.mark.django_db
def test_no_text_breaks_a_search(words: str) -> None:
    assert filtered(urlencode({"q": words})) == []
