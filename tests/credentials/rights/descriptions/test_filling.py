"""A call is an operation's own path with values in it, its query and its body: nothing else."""

from __future__ import annotations

import pytest

from credentials.core import RuleError
from credentials.rights import (
    HIDDEN,
    Empty,
    FilledCall,
    Place,
    bundled_catalogue,
    fill_call,
    operation_detail,
)


def filled(call: str, **values: dict[str, object]) -> FilledCall:
    operation = bundled_catalogue().operation_at(*call.split())
    assert operation is not None
    places = {Place(place): given for place, given in values.items()}
    return fill_call(operation_detail(operation), places)


@pytest.mark.parametrize(
    ("value", "segment"),
    [
        ("192.0.2.0/24", "192.0.2.0%2F24"),
        ("2001:db8::/32", "2001:db8::%2F32"),
        ("../../me", "..%2F..%2Fme"),
        ("a?b#c", "a%3Fb%23c"),
        ("%2e%2e", "%252e%252e"),
        ("été", "%C3%A9t%C3%A9"),
        ("*", "%2A"),
        ("//evil.example.com", "%2F%2Fevil.example.com"),
    ],
)
def test_a_value_stays_one_segment(value: str, segment: str) -> None:
    assert filled("GET /ip/x", path={"ip": value}).path == f"/ip/{segment}"


@pytest.mark.parametrize("value", ["", " ", ".", "..", "a\r\nb", "a\0b", None])
def test_what_would_be_another_place_is_refused(value: str | None) -> None:
    with pytest.raises(RuleError, match="cannot stand for"):
        filled("GET /ip/x", path={"ip": value})


def test_the_second_branch_keeps_its_prefix() -> None:
    assert filled("GET /v2/iam/policy/x", path={"policyId": "1"}).path == "/v2/iam/policy/1"


def test_a_query_repeats_lists_and_leaves_out_what_is_empty() -> None:
    call = filled("GET /v2/iam/policy", query={"action": ["a", "b"], "details": True, "x": "y"})
    assert call.address == "/v2/iam/policy?action=a&action=b&details=true"
    call = filled("GET /vps", query={"iamTags": {"team": [{"operator": "EXISTS"}]}})
    assert call.query == (("iamTags", '{"team":[{"operator":"EXISTS"}]}'),)


def test_a_secret_of_the_query_is_sent_and_not_shown() -> None:
    call = filled("GET /cloud/eligibility", query={"voucher": "planted"})
    assert "voucher=planted" in call.address
    assert "planted" not in call.shown + repr(call)
    assert call.query == (("voucher", "planted"),)
    assert HIDDEN not in call.address


def test_a_body_has_what_is_given_and_nothing_that_is_not_the_operations() -> None:
    given: dict[str, object] = {"name": "n", "resources": [], "identities": [], "other": 1}
    call = filled("POST /v2/iam/policy", body=given)
    assert call.body == {"name": "n", "resources": []}
    assert filled("POST /v2/iam/policy").body is None


def test_zero_and_no_are_values() -> None:
    record = filled(
        "POST /domain/zone/x/record",
        path={"zoneName": "example.com"},
        body={"ttl": 0, "target": ""},
    )
    assert record.body == {"ttl": 0}


def test_a_text_or_a_list_is_sent_empty_where_that_is_meant() -> None:
    given: dict[str, object] = {"fieldType": "TXT", "target": "x", "subDomain": Empty.TEXT}
    call = filled("POST /domain/zone/x/record", path={"zoneName": "x"}, body=given)
    assert call.body == {"fieldType": "TXT", "target": "x", "subDomain": ""}
    call = filled(
        "GET /domain/zone/x/record", path={"zoneName": "x"}, query={"subDomain": Empty.TEXT}
    )
    assert call.address == "/domain/zone/x/record?subDomain="


def test_a_body_is_shown_without_its_secrets() -> None:
    servers = [{"hostname": "a", "rootPassword": "planted"}]
    call = filled(
        "POST /dedicatedCloud/x/sap", path={"serviceName": "x"}, body={"hanaServers": servers}
    )
    assert call.body == {"hanaServers": servers}
    assert call.shown_body == {"hanaServers": [{"hostname": "a", "rootPassword": HIDDEN}]}
    assert call.secrets == ("planted",)
    assert "planted" not in repr(call)


def test_the_fields_of_a_batch_are_masked_in_their_wrappers() -> None:
    detail = filled("GET /me/api/oauth2/client/x", path={"clientId": "x"}).detail
    given = {Place.PATH: {"clientId": "a,b"}}
    batch = fill_call(detail, given, is_batch=True)
    assert batch.headers == {"X-Ovh-Batch": ","}
    assert batch.path == "/me/api/oauth2/client/a,b"
    assert [known.path for known in batch.sensitive] == [
        f"[].value.{known.path}" for known in detail.sensitive
    ]
    assert not fill_call(detail, given).headers
