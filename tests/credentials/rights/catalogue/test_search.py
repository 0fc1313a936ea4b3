"""Search finds what is on the page and what people say, words in any order, the likeliest first."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credentials.core import Method
from credentials.rights import (
    Catalogue,
    Operation,
    OperationKind,
    Snapshot,
    bundled_catalogue,
    search,
)

RECORDS = "/domain/zone/{zoneName}/record"
texts = st.text() | st.text("abez/*{}: ", max_size=12) | st.sampled_from(["/", "*", "GET /", ":"])


def calls_found(typed: str) -> list[str]:
    return [str(operation) for operation in search(bundled_catalogue(), typed).operations]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("/domain/zone/*/record", f"GET {RECORDS}"),
        (RECORDS, f"GET {RECORDS}"),
        ("GET /domain/zone/*/record", f"GET {RECORDS}"),
        ("post /domain/zone/*/record", f"POST {RECORDS}"),
        ("/domain/zone/example.com/record", f"GET {RECORDS}"),
        ("https://eu.api.ovh.com/1.0/domain/zone/example.com/record?x=1", f"GET {RECORDS}"),
        ("/v1/domain/zone", "GET /domain/zone"),
        ("GET /domain/zone/", "GET /domain/zone"),
        ("/domain/zo", "GET /domain/zone"),
        ("zone record", f"GET {RECORDS}"),
        ("Record  ZONES", f"GET {RECORDS}"),
        ("create record", f"POST {RECORDS}"),
        ("add dns record", f"POST {RECORDS}"),
        ("zone rec", f"GET {RECORDS}"),
        ("reboot server", "POST /dedicated/server/{serviceName}/reboot"),
        ("restart server", "POST /dedicated/server/{serviceName}/reboot"),
        ("reboot vps", "POST /vps/{serviceName}/reboot"),
        ("delete volume", "DELETE /cloud/project/{serviceName}/volume/{volumeId}"),
        ("list vps", "GET /vps"),
        ("nameServers update", "POST /domain/{serviceName}/nameServers/update"),
        ("name server update", "POST /domain/{serviceName}/nameServers/update"),
        ("iam policy", "GET /iam/policy"),
        ("/v2/iam/policy", "GET /iam/policy"),
        ("dnsZone:apiovh:record/create", f"POST {RECORDS}"),
        ("dnszone:apiovh:rec", f"GET {RECORDS}/{{id}}"),
        ("bills", "GET /me/bill"),
        ("ebillin", "GET /cluster/hadoop/{serviceName}/nodeBillingProfiles"),
    ],
)
def test_what_is_typed_finds_what_is_meant(typed: str, first: str) -> None:
    assert first in calls_found(typed)[: 1 if typed != "dnszone:apiovh:rec" else 5]


@pytest.mark.parametrize("operation", bundled_catalogue().operations[::97], ids=str)
def test_whatever_is_printed_of_an_operation_finds_it(operation: Operation) -> None:
    printed = [
        f"{operation.method} {operation.path}",
        f"{operation.method} {operation.starred}",
        *operation.actions[:1],
    ]
    for text in printed:
        hits = search(bundled_catalogue(), text, most=400, with_deprecated=True)
        assert operation in hits.operations


@pytest.mark.parametrize(
    ("typed", "slugs"),
    [
        ("certbot", ["certbot-zone", "certbot-zones"]),
        ("zone certbot", ["certbot-zone", "certbot-zones"]),
        ("aureq", ["cert-manager-zone", "cert-manager-zones"]),
        ("traefik one", ["lego-zone-records", "lego-zone"]),
        ("z", []),
    ],
)
def test_recipes_are_found_too(typed: str, slugs: list[str]) -> None:
    assert [recipe.slug for recipe in search(bundled_catalogue(), typed).recipes] == slugs


def test_deprecated_routes_are_hidden_and_counted() -> None:
    hidden = search(bundled_catalogue(), "paymentMean creditCard")
    shown = search(bundled_catalogue(), "paymentMean creditCard", with_deprecated=True)
    assert hidden.operations == ()
    assert hidden.hidden == shown.total > 0
    assert all(operation.is_deprecated for operation in shown.operations)


def test_as_many_as_wanted_are_listed_and_all_are_counted() -> None:
    hits = search(bundled_catalogue(), "zone", most=3)
    assert len(hits.operations) == 3 < hits.total
    assert len(search(bundled_catalogue(), "zone", most=1000).operations) == hits.total


@pytest.mark.parametrize("typed", ["", "   ", "xyzzy", "🜚", "\0", "/nope/nope", "GET /nope", "::"])
def test_nothing_is_found_for_nothing(typed: str) -> None:
    assert search(bundled_catalogue(), typed).operations == ()


def test_descriptions_are_searched_where_there_are_some() -> None:
    described = Operation(
        "v1", "/me", Method.GET, OperationKind.READ, "PRODUCTION", description="Your postal address"
    )
    catalogue = Catalogue(Snapshot("x", bundled_catalogue().taken, (described,)))
    assert search(catalogue, "postal").operations == (described,)


@settings(deadline=None)
@given(texts)
def test_any_text_is_answered_with_hits_that_are_counted(typed: str) -> None:
    hits = search(bundled_catalogue(), typed, most=20)
    assert len(hits.operations) == min(hits.total, 20)
    assert len(set(hits.operations)) == len(hits.operations)


def test_an_endless_text_is_cut() -> None:
    assert search(bundled_catalogue(), "zone record " + "a" * 1_000_000).total == 0
    assert search(bundled_catalogue(), "/*" * 500_000).total >= 0
