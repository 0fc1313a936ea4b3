"""Whatever a refusal looks like when it is pasted: its cause, and the smallest thing that helps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials.catalogue import bundled, explain_refusal
from credentials.errors import RuleError
from credentials.rights import parse_rules, render_lines
from tests.steps import SOON, steps_of

HELD = parse_rules("GET /domain/zone/*\nPOST /domain/zone/*/refresh")
RECORD = "POST /domain/zone/example.com/record"

# As tools and SDKs print them.
REFUSED = [
    f'{RECORD} {{"errorCode":"NOT_GRANTED_CALL","httpCode":"403 Forbidden","message":"x"}}',
    (
        f"OVH API call failed: {RECORD} - OVHcloud API error (status code 403): Client::Forbidden: "
        '"This call has not been granted" (X-OVH-Query-Id: EU.ext-3.65a1.77.fa4e)'
    ),
    (
        "ovh: error when call OVH api to add record (/domain/zone/example.com/record): Error 403: "
        '"This call has not been granted"'
    ),
    (
        "calling Post /domain/zone/example.com/record with params x:\n"
        '\t "Client::Forbidden: This call has not been granted"'
    ),
    (
        '{\\"class\\":\\"Client::Forbidden\\",\\"message\\":\\"This call has not been '
        'granted\\"} on POST https://eu.api.ovh.com/1.0/domain/zone/example.com/record?x=1'
    ),
    RECORD,
]


@pytest.mark.parametrize("pasted", REFUSED)
def test_the_rule_that_is_missing_is_found_in_what_tools_print(pasted: str) -> None:
    found = explain_refusal(bundled(), pasted, HELD)
    assert (found.cause, found.path) == ("rules", "/domain/zone/example.com/record")
    assert render_lines(found.missing) == f"{RECORD}\n"
    assert set(found.request) == {*HELD, *found.missing}
    assert "the rules allow GET, not POST" in str(found.sentence)


def test_without_a_key_the_call_alone_says_what_it_needs() -> None:
    found = explain_refusal(bundled(), f"{RECORD}: This call has not been granted")
    assert str(found.sentence) == f"The key has no rule for the call. It needs {RECORD}."
    assert render_lines(found.request) == f"{RECORD}\n"


@pytest.mark.parametrize(
    ("pasted", "cause"),
    [
        ("This application key is invalid", "application-key"),
        ('{"errorCode":"NOT_CREDENTIAL","message":"This credential does not exist"}',
         "unknown-credential"),
        ("This credential is not valid", "credential-not-valid"),
        ("400 Invalid signature", "signature"),
        ('{"errorCode":"QUERY_TIME_OUT"}', "clock"),
        ("You must login first", "not-signed-in"),
        ("This service does not exist", "no-service"),
        ("HTTP Error 429: Too Many Requests", "too-many"),
        ("403 Client Error: Forbidden for url: https://eu.api.ovh.com/1.0/me", "forbidden"),
        ("Got an invalid (or empty) URL", "no-route"),
        ("hello", "unknown"),
        ("", "unknown"),
        ("/usr/lib/python3/dist-packages/certbot", "unknown"),
    ],
)  # fmt: skip
def test_each_cause_is_told_from_the_others(pasted: str, cause: str) -> None:
    found = explain_refusal(bundled(), pasted)
    assert found.cause == cause
    assert str(found.sentence).endswith(".")


def test_a_call_the_rules_allow_was_refused_for_another_reason() -> None:
    pasted = "GET /domain/zone/example.com/record: This call has not been granted"
    found = explain_refusal(bundled(), pasted, HELD)
    assert (found.cause, found.missing) == ("allowed", ())
    assert "validated and not expired" in str(found.next_step)


def test_a_refusal_without_words_is_the_rules_where_they_lack_the_call() -> None:
    url = "403 Client Error: Forbidden for url: https://eu.api.ovh.com/1.0/domain/zone"
    assert explain_refusal(bundled(), url, HELD).cause == "rules"
    assert explain_refusal(bundled(), url, parse_rules("GET /*")).cause == "forbidden"


IAM = (
    '{"class":"Client::Forbidden","message":"User not granted for this request","details":'
    '{"unauthorizedActionsByAuthentication":"%s","unauthorizedActionsByIAM":"%s"}}'
)


@pytest.mark.parametrize(
    ("pasted", "actions"),
    [
        (IAM % ("", "dnsZone:apiovh:record/create"), ["dnsZone:apiovh:record/create"]),
        (
            (
                "User not granted for this request (missing IAM permissions: vps:apiovh:reboot, "
                "vps:apiovh:get)"
            ),
            ["vps:apiovh:reboot", "vps:apiovh:get"],
        ),
        ("POST /vps/x/reboot: User not granted for this request", ["vps:apiovh:reboot"]),
    ],
)
def test_the_iam_action_that_is_missing_is_named(pasted: str, actions: list[str]) -> None:
    found = explain_refusal(bundled(), pasted)
    assert (found.cause, list(found.actions)) == ("iam", actions)
    assert actions[0] in str(found.next_step)


def test_a_route_no_policy_can_allow_is_told() -> None:
    pasted = "POST /me/accessRestriction/totp: User not granted for this request"
    found = explain_refusal(bundled(), pasted)
    assert "has no IAM action, so no policy can allow it" in str(found.sentence)


def test_what_the_credential_itself_lacks_is_a_rule() -> None:
    found = explain_refusal(bundled(), IAM % ("dnsZone:apiovh:record/create", ""))
    assert (found.cause, render_lines(found.missing)) == (
        "rules",
        "POST /domain/zone/*/record\n",
    )


def test_a_route_that_is_not_there_is_answered_with_the_nearest() -> None:
    pasted = "Got an invalid (or empty) URL: GET /domain/zones/example.com/records"
    found = explain_refusal(bundled(), pasted)
    assert str(found.next_step) == "The nearest route is /domain/zone/example.com/record."


@pytest.mark.parametrize(
    "pasted", ["OVH-Query-ID: EU.ext-3.65a1", '"X-Ovh-Queryid": "EU.ext-3.65a1", "x"']
)
def test_the_id_that_support_asks_for_is_kept(pasted: str) -> None:
    assert explain_refusal(bundled(), pasted).query_id == "EU.ext-3.65a1"


@given(st.text())
def test_any_text_is_explained_in_sentences(pasted: str) -> None:
    found = explain_refusal(bundled(), pasted, HELD)
    assert str(found.sentence).isprintable()
    assert str(found.next_step).isprintable()


@pytest.mark.parametrize(
    "piece", ["a", "/", "GET ", "GET /a/", '\\"', "x:apiovh:", "error ", "https://", "/a ", "\0"]
)
def test_a_long_text_takes_no_seconds(piece: str) -> None:
    pasted = (piece * 1_000_000)[:1_000_000]
    assert explain_refusal(bundled(), pasted, HELD).cause
    assert steps_of(lambda: explain_refusal(bundled(), pasted, HELD)) < SOON


def test_too_much_text_is_refused_with_a_sentence() -> None:
    with pytest.raises(RuleError, match="more than 1 MB"):
        explain_refusal(bundled(), "a" * 10_000_000)
