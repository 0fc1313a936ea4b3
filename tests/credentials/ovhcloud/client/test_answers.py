"""Answers become small values: unknown fields are ignored, missing or strange ones survived."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials.core import CredentialState, Method
from credentials.ovhcloud import Application, Client, Credential, CredentialRequest, NewClient
from credentials.ovhcloud.client.answers import Details, Token
from credentials.ovhcloud.client.fields import WrongShape
from credentials.rights import AccessRule

CREDENTIAL = {
    "credentialId": 410022233,
    "applicationId": 917004,
    "status": "validated",
    "rules": [{"method": "GET", "path": "/domain/zone"}],
    "allowedIPs": None,
    "creation": "2026-03-02T09:14:07+01:00",
    "expiration": None,
    "lastUse": "2026-10-30T22:01:55.123456Z",
    "ovhSupport": False,
}
KEY = "k" * 32


def test_a_credential_is_read_as_the_api_writes_it() -> None:
    assert Credential.read(CREDENTIAL | {"unheardOf": {"a": [1]}}) == Credential(
        credential_id=410022233,
        application_id=917004,
        status=CredentialState.VALIDATED,
        rules=(AccessRule(Method.GET, "/domain/zone"),),
        allowed_ips=None,
        creation=datetime(2026, 3, 2, 8, 14, 7, tzinfo=UTC),
        expiration=None,
        last_use=datetime(2026, 10, 30, 22, 1, 55, 123456, tzinfo=UTC),
        ovh_support=False,
    )


@pytest.mark.parametrize("name", [name for name in CREDENTIAL if name != "credentialId"])
@pytest.mark.parametrize("value", [None, 5, "x", [], {}, True, [None], "\0", 10**40])
def test_an_unreadable_field_does_not_affect_the_others(name: str, value: object) -> None:
    read = Credential.read(CREDENTIAL | {name: value})
    assert read.credential_id == 410022233
    assert sum(_of(read, name) != _of(Credential.read(CREDENTIAL), name) for name in _NAMES) <= 2


_NAMES = [field.name for field in fields(Credential)]


def _of(read: Credential, name: str) -> object:
    return getattr(read, name)


def test_missing_fields_are_empty() -> None:
    read = Credential.read({"credentialId": 7})
    assert (read.application_id, read.status, read.rules, read.allowed_ips) == (None, "", (), None)
    assert Application.read({"applicationId": 7}) == Application(7, "", "", "", "")
    assert Client.read({"clientId": "EU.00"}) == Client("EU.00", "", "", "", "", None)
    assert Details.read({}) == Details("", "", (), None, "")


def test_what_no_database_keeps_is_taken_out_of_a_text() -> None:
    read = Application.read({"applicationId": 7, "name": "a\0b\ud800c", "status": "x" * 99})
    assert (read.name, len(read.status)) == ("abc", 32)


def test_a_rule_that_cannot_be_represented_is_counted() -> None:
    rules = [{"method": "GET", "path": "/me"}, {"method": "TRACE", "path": "/"}, None, {"path": 1}]
    rules.append({"method": "GET", "path": "/\0"})
    read = Credential.read(CREDENTIAL | {"rules": rules})
    assert (len(read.rules), read.unknown_rules) == (1, 4)


@pytest.mark.parametrize(
    "damaged", ["192.0.2.7/32", {}, 7, False, [None], ["192.0.2.7", 7], ["anywhere"], [""]]
)
def test_addresses_in_a_form_that_nobody_knows_are_not_any_address(damaged: object) -> None:
    answer = CREDENTIAL | {"allowedIPs": damaged}
    assert Credential.read(answer).has_unread_addresses
    with pytest.raises(WrongShape):
        Credential.read_to_change(answer)
    for whole in (None, [], ["192.0.2.7/32", "2001:db8::/32", "198.51.100.4"]):
        assert not Credential.read(CREDENTIAL | {"allowedIPs": whole}).has_unread_addresses


def test_an_unknown_state_is_kept_as_text() -> None:
    assert Credential.read(CREDENTIAL | {"status": "frozen"}).status == "frozen"


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "yesterday", "", "\ud800"]
)
def test_a_moment_that_is_none_is_left_out(text: str) -> None:
    assert Credential.read(CREDENTIAL | {"creation": text}).creation is None


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (Credential.read, {"credentialId": "x"}),
        (Credential.read, {"credentialId": True}),
        (Credential.read, {"credentialId": 10**30}),
        (Credential.read, []),
        (Application.read, {}),
        (Client.read, {"clientId": ".."}),
        (Client.read, {"clientId": "a/b"}),
        (Details.read, None),
        (CredentialRequest.read, {"consumerKey": KEY}),
        (CredentialRequest.read, {"consumerKey": "", "validationUrl": "https://example.com/"}),
        (CredentialRequest.read, {"consumerKey": KEY, "validationUrl": "javascript:alert(1)"}),
        (CredentialRequest.read, {"consumerKey": KEY, "validationUrl": "http://example.com/"}),
        (CredentialRequest.read, {"consumerKey": KEY, "validationUrl": "https://[bad/"}),
        (NewClient.read, {"clientId": "EU.00"}),
        (Token.read, {"access_token": "with space"}),
    ],
)
def test_without_its_identity_or_its_secret_an_answer_is_none(
    read: Callable[[object], object], value: object
) -> None:
    with pytest.raises(WrongShape):
        read(value)


SECRETS: list[Any] = [
    CredentialRequest.read(
        {"consumerKey": KEY, "state": "x", "validationUrl": f"https://example.com/?t={KEY}"}
    ),
    NewClient.read({"clientId": "EU.00", "clientSecret": KEY}),
    Token.read({"access_token": KEY, "expires_in": 3599}),
]


@pytest.mark.parametrize("answer", SECRETS, ids=lambda answer: type(answer).__name__)
def test_a_secret_is_not_in_the_repr_and_an_answer_is_frozen(answer: Any) -> None:
    assert KEY not in repr(answer)
    name = fields(answer)[0].name
    with pytest.raises(FrozenInstanceError):
        setattr(answer, name, "other")


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
NAMES = st.sampled_from(
    [
        *CREDENTIAL,
        *("applicationKey", "name", "description", "clientId", "clientSecret", "flow", "identity"),
        *("createdAt", "account", "method", "identities", "allowedRoutes", "user", "state"),
        *("consumerKey", "validationUrl", "access_token", "expires_in", "scope"),
    ]
)
READERS: list[Any] = [
    Application.read,
    Client.read,
    Credential.read,
    CredentialRequest.read,
    Details.read,
    NewClient.read,
    Token.read,
]


@given(read=st.sampled_from(READERS), value=st.dictionaries(NAMES, JSON) | JSON)
def test_any_json_is_an_answer_that_can_be_stored_or_none(read: Any, value: Any) -> None:
    try:
        answer = read(value)
    except WrongShape:
        return
    values = (getattr(answer, field.name) for field in fields(answer))
    for text in (value for value in values if isinstance(value, str)):
        assert "\0" not in text
        assert text.encode().decode() == text
