"""Every dangerous key is named for what it can destroy or change, harmless ones for nothing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credentials.core import Method, Severity
from credentials.rights import AccessRule, Risk, bundled_catalogue, parse_rules, risks
from credentials.rights.catalogue.destructive_operations import DESTRUCTIVE_OPERATIONS
from credentials.rights.catalogue.operation_classes import OPERATION_CLASSES, OperationClass
from credentials.rights.catalogue.risks import RiskIndex

TODAY = date(2026, 11, 23)


def risks_of(text: str) -> list[Risk]:
    return risks(bundled_catalogue(), parse_rules(text), on=TODAY)


def sentences_of(text: str) -> str:
    return " ".join(f"[{risk.code}] {risk.sentence}" for risk in risks_of(text))


# Keys that a known competitor shows in green.
@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "GET,POST,PUT,DELETE /domain/*",
            [
                "[gives-away]",
                "point domain names to other name servers",
                "end whole services, with all they hold: DNS zones",
                "replace all records of a zone; delete records",
            ],
        ),
        (
            "GET,POST,PUT,DELETE /cloud/*",
            [
                "[outlives-key]",
                "end whole services, with all they hold: Public Cloud projects",
                "delete instances",
                "delete databases",
                "delete object storage",
            ],
        ),
        (
            "POST /dedicated/server/*/reinstall\nPOST /dedicated/server/*/terminate",
            [
                "end whole services, with all they hold: dedicated servers",
                "reinstall servers, which erases their disks",
            ],
        ),
        (
            "POST /iam/policy\nPUT,DELETE /iam/policy/*\nDELETE /me/api/application/*",
            [
                "[account-control]",
                "give any identity any right by access policies",
                "delete applications with all their keys",
            ],
        ),
    ],
)
def test_four_keys_that_look_harmless_have_risks(text: str, words: list[str]) -> None:
    assert [part for part in words if part not in sentences_of(text)] == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("GET,POST,PUT,DELETE /*", "full-access account-control mints-keys outlives-key"),
        ("GET /*", "full-read reads-secrets billing-read"),
        ("POST /me/api/oauth2/client", "mints-keys"),
        ("PUT /me/api/credential/*", "mints-keys"),
        ("POST /me/identity/user/*/token", "account-control mints-keys"),
        ("DELETE /me/api/credential/*", "account-control"),
        ("POST /me/accessRestriction/ip", "account-control"),
        ("POST /order/cart/*", "billing-write"),
        ("GET /me/bill*", "billing-read"),
        ("DELETE /me/api/log/subscription/*", "log-tampering"),
        ("DELETE /hosting/web/*/log/subscription/*", "log-tampering"),
        ("GET /okms/resource/*/secret/*", "reads-secrets"),
        ("POST /vps/*/terminate", "destroys-services"),
        ("POST /services/*/terminate", "destroys-services"),
        ("DELETE /domain/zone/*/record/*", "destroys-data"),
        ("DELETE /telephony/*/abbreviatedNumber/*", "destroys-data"),
        ("POST /domain/*/changeContact", "gives-away"),
        ("POST /vps/*/reboot", ""),
        ("GET /vps/*", ""),
        ("GET /domain/zone/*", ""),
        ("GET /nope", ""),
        ("", ""),
    ],
)
def test_rules_have_the_risks_of_what_they_reach(text: str, codes: str) -> None:
    assert [risk.code for risk in risks_of(text)][: len(codes.split()) or None] == codes.split()


def test_the_most_severe_come_first() -> None:
    grades = [risk.severity for risk in risks_of("GET,POST,PUT,DELETE /*")]
    assert grades == sorted(grades, key=list(Severity).index)


def test_data_risks_are_listed_by_product_and_the_rest_together() -> None:
    losses = [risk for risk in risks_of("DELETE /*") if risk.code == "destroys-data"]
    assert len(losses) == 9
    assert losses[0].product == "cloud/project"
    assert "more products" in str(losses[-1].sentence)
    assert "“" in str(losses[1].sentence)


def test_a_narrow_key_has_one_data_risk() -> None:
    (risk,) = risks_of("GET,POST,PUT,DELETE /domain/zone/example.com/record/*")
    assert (risk.count, risk.product) == (1, "domain/zone")
    assert str(risk.sentence) == "DNS zones: can delete records."


@pytest.mark.parametrize(
    "act", [*OPERATION_CLASSES, *DESTRUCTIVE_OPERATIONS], ids=lambda act: act.phrase
)
def test_every_operation_class_has_known_routes(act: OperationClass) -> None:
    atlas = bundled_catalogue().derived(RiskIndex)
    assert [line for line in act.routes if not atlas.bits_of(line)] == []


def test_every_deletion_is_part_of_a_risk() -> None:
    catalogue = bundled_catalogue()
    silent = [
        str(operation)
        for operation in catalogue.operations
        if operation.method is Method.DELETE
        and not operation.is_gone(TODAY)
        and not risks(catalogue, [AccessRule(operation.method, operation.starred)], on=TODAY)
    ]
    assert silent == []


@settings(deadline=None)
@given(st.lists(st.builds(AccessRule, st.sampled_from(Method), st.text("ab/*", max_size=8))))
def test_whatever_the_rules_every_risk_is_a_sentence(rules: list[AccessRule]) -> None:
    assert all(str(risk.sentence).isprintable() for risk in risks(bundled_catalogue(), rules))
