"""Whatever a refusal looks like when it is pasted: its cause, and the smallest thing that helps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials.core import RuleError
from credentials.rights import RefusalExplanation, bundled_catalogue, explain_refusal, parse_rules
from credentials.rights.reading_rules.rule_reader import LONGEST_TEXT
from credentials.rights.refusals.error_text import LONGEST
from credentials.rights.rule_text import render_rules
from tests.steps import SOON, steps_of

#: How much of a text is counted: calls are looked for in its last ``LONGEST_TEXT`` characters.
PART = 60_000
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
]


@pytest.mark.parametrize("pasted", REFUSED)
def test_the_rule_that_is_missing_is_found_in_what_tools_print(pasted: str) -> None:
    explanation = explain_refusal(bundled_catalogue(), pasted, HELD)
    assert (explanation.cause, explanation.path) == ("rules", "/domain/zone/example.com/record")
    assert render_rules(explanation.missing) == f"{RECORD}\n"
    assert set(explanation.request) == {*HELD, *explanation.missing}
    assert "the rules allow GET, not POST" in str(explanation.sentence)


def test_without_a_key_the_call_alone_says_what_it_needs() -> None:
    explanation = explain_refusal(bundled_catalogue(), f"{RECORD}: This call has not been granted")
    assert str(explanation.sentence) == f"The key has no rule for the call. It needs {RECORD}."
    assert render_rules(explanation.request) == f"{RECORD}\n"


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
def test_each_cause_is_recognised(pasted: str, cause: str) -> None:
    explanation = explain_refusal(bundled_catalogue(), pasted)
    assert explanation.cause == cause
    assert str(explanation.sentence).endswith(".")


def test_a_call_the_rules_allow_was_refused_for_another_reason() -> None:
    pasted = "GET /domain/zone/example.com/record: This call has not been granted"
    explanation = explain_refusal(bundled_catalogue(), pasted, HELD)
    assert (explanation.cause, explanation.missing) == ("allowed", ())
    assert "validated and not expired" in str(explanation.next_step)


def test_a_refusal_without_words_is_the_rules_where_they_lack_the_call() -> None:
    url = "403 Client Error: Forbidden for url: https://eu.api.ovh.com/1.0/domain/zone"
    assert explain_refusal(bundled_catalogue(), url, HELD).cause == "rules"
    assert explain_refusal(bundled_catalogue(), url, parse_rules("GET /*")).cause == "forbidden"


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
    explanation = explain_refusal(bundled_catalogue(), pasted)
    assert (explanation.cause, list(explanation.actions)) == ("iam", actions)
    assert actions[0] in str(explanation.next_step)


def test_a_route_without_iam_action_is_explained() -> None:
    pasted = "POST /me/accessRestriction/totp: User not granted for this request"
    explanation = explain_refusal(bundled_catalogue(), pasted)
    assert "has no IAM action, so no policy can allow it" in str(explanation.sentence)


def test_what_the_credential_itself_lacks_is_a_rule() -> None:
    explanation = explain_refusal(bundled_catalogue(), IAM % ("dnsZone:apiovh:record/create", ""))
    assert (explanation.cause, render_rules(explanation.missing)) == (
        "rules",
        "POST /domain/zone/{zoneName}/record\n",
    )


def test_a_route_that_is_not_there_is_answered_with_the_nearest() -> None:
    pasted = "Got an invalid (or empty) URL: GET /domain/zones/example.com/records"
    explanation = explain_refusal(bundled_catalogue(), pasted)
    assert str(explanation.next_step) == "The nearest route is /domain/zone/example.com/record."


@pytest.mark.parametrize(
    "pasted", ["OVH-Query-ID: EU.ext-3.65a1", '"X-Ovh-Queryid": "EU.ext-3.65a1", "x"']
)
def test_the_id_that_support_asks_for_is_kept(pasted: str) -> None:
    assert explain_refusal(bundled_catalogue(), pasted).query_id == "EU.ext-3.65a1"


@given(st.text())
def test_any_text_is_explained_in_sentences(pasted: str) -> None:
    explanation = explain_refusal(bundled_catalogue(), pasted, HELD)
    assert str(explanation.sentence).isprintable()
    assert str(explanation.next_step).isprintable()


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["a", "/", "GET ", "GET /a/", '\\"', "x:apiovh:", "error ", "https://", "/a ", "\0"]
)
def test_a_long_text_takes_no_seconds(piece: str) -> None:
    """A regular expression, of which no step is counted, would not end on the longest text."""

    def explain(length: int) -> RefusalExplanation:
        return explain_refusal(bundled_catalogue(), (piece * length)[:length], HELD)

    assert explain(LONGEST).cause
    few, many = steps_of(lambda: explain(PART // 2)), steps_of(lambda: explain(PART))
    assert many < 2.2 * few + 2_000
    assert many * (LONGEST_TEXT // PART) < SOON


def test_calls_are_looked_for_at_the_end_of_a_long_text_alone() -> None:
    def steps(length: int) -> int:
        return steps_of(lambda: explain_refusal(bundled_catalogue(), "GET " * (length // 4)))

    assert steps(LONGEST) < steps(LONGEST_TEXT) + 2_000


def test_too_much_text_is_refused_with_a_sentence() -> None:
    with pytest.raises(RuleError, match="more than 1 MB"):
        explain_refusal(bundled_catalogue(), "a" * 10_000_000)


def test_the_missing_rule_has_a_star_for_an_id_and_says_why() -> None:
    pasted = (
        "403 Client Error: Forbidden for url: DELETE https://eu.api.ovh.com/1.0/domain/zone/"
        "example.com/record/5012345678: This call has not been granted"
    )
    explanation = explain_refusal(bundled_catalogue(), pasted, HELD)
    assert render_rules(explanation.missing) == "DELETE /domain/zone/example.com/record/*\n"
    assert "A star stands for the id" in str(explanation.next_step)


def test_a_missing_rule_without_an_id_mentions_no_star() -> None:
    explanation = explain_refusal(bundled_catalogue(), f"{RECORD}: This call has not been granted")
    assert "star" not in str(explanation.next_step)


def test_a_refused_call_names_the_recipes_that_have_it() -> None:
    pasted = "PUT /services/123456: This call has not been granted"
    named = [recipe.slug for recipe in explain_refusal(bundled_catalogue(), pasted).recipes]
    assert named[0] == "terraform-display-names"


def test_another_cause_names_no_recipe() -> None:
    assert explain_refusal(bundled_catalogue(), "Invalid signature on GET /me").recipes == ()
