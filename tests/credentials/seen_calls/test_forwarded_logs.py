"""Forwarded logs: what OVHcloud documents of them is read, the rest is said, nothing is guessed."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials import seen_calls, vault
from credentials.audit import SYSTEM
from credentials.core import AuditAction, CallSource, InputError, NotAllowedError
from credentials.models import Account, AuditEntry, SeenCall
from credentials.seen_calls import LeftOut
from credentials.seen_calls.forwarded_logs import ForwardedLog, read_forwarded_log
from sandbox.demo_world import NIC_A
from tests.live_world import LiveWorld

ENTRY: dict[str, object] = {
    "timestamp": "2026-11-20T10:00:00.123Z",
    "account": NIC_A,
    "client_ip": "198.51.100.4",
    "identities_array": ["urn:v1:eu:identity:account:aa11111-ovh"],
    "method": "GET",
    "path": "/domain/zone/{zoneName}/record",
    "request_id": "one",
    "service_name": "example.com",
    "source": "api",
    "status_int": 200,
    "url": "https://eu.api.ovh.com/1.0/domain/zone/example.com/record?fieldType=TXT",
    "user_agent": "python-requests",
    "username": "",
}


def entry(**changes: object) -> str:
    return json.dumps({**ENTRY, **changes})


def read(text: str) -> ForwardedLog:
    return read_forwarded_log(text, nic=NIC_A)


def test_a_documented_entry_is_a_call() -> None:
    (call,) = read(entry()).calls
    assert call.at == datetime(2026, 11, 20, 10, 0, 0, 123_000, tzinfo=UTC)
    assert (call.method, call.path) == ("GET", "/domain/zone/example.com/record")
    assert (call.address, call.account, call.credential_id) == ("198.51.100.4", NIC_A, None)
    assert call.identities == ("urn:v1:eu:identity:account:aa11111-ovh",)


def test_gelf_opensearch_graylog_and_a_list_say_the_same() -> None:
    gelf = {f"_{name}": value for name, value in ENTRY.items() if name != "timestamp"}
    gelf |= {"version": "1.1", "host": "api", "short_message": "call", "timestamp": 1795428000.123}
    plain = entry()
    written = (
        f"{json.dumps(gelf)}\0{json.dumps(gelf)}\0",
        json.dumps({"_index": "x", "_source": ENTRY}),
        json.dumps({"index": "x", "message": ENTRY}),
        f"[{plain},\n{plain}]",
        f"\n{plain}\n\n",
    )
    for text in written:
        log = read(text)
        assert {call.number for call in log.calls} == {read(plain).calls[0].number}, text
        assert log.unknown_fields == ()
        assert not log.left_out


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("127.0.0.1 - - GET /me", LeftOut.NO_JSON),
        ("17", LeftOut.NO_JSON),
        (entry(method="TRACE"), LeftOut.NO_CALL),
        (entry(timestamp="yesterday"), LeftOut.NO_CALL),
        (entry(timestamp="2026-11-20T10:00:00"), LeftOut.NO_CALL),
        (entry(timestamp=float("inf")), LeftOut.NO_CALL),
        (entry(url="", path="/domain/zone/{zoneName}"), LeftOut.NO_CALL),
        (entry(account=None), LeftOut.NO_CALL),
        (entry(account="bb22222-ovh"), LeftOut.OTHER_ACCOUNT),
        (entry(status_int=403), LeftOut.REFUSED),
        (entry(status_int="404"), LeftOut.REFUSED),
        (entry(source="manager"), LeftOut.CONTROL_PANEL),
    ],
)
def test_what_is_no_call_of_a_key_is_left_out_and_counted(text: str, reason: LeftOut) -> None:
    log = read(text)
    assert log.calls == []
    assert log.left_out == {reason: 1}


def test_fields_that_nobody_knows_are_named_and_not_kept() -> None:
    log = read(entry(**{"X-OVH-TOKEN": "secret-value", "gl2_source": "x", "colour": "red"}))
    assert log.unknown_fields == ("X-OVH-TOKEN", "colour")
    assert "secret-value" not in repr(log)


def test_an_export_that_names_the_key_is_believed() -> None:
    assert read(entry(credential_id="410000002")).calls[0].credential_id == 410_000_002
    assert read(entry(credentialId=7)).calls[0].credential_id == 7
    assert read(entry(credential_id="x")).calls[0].credential_id is None


def test_without_a_request_id_entries_are_told_apart_by_what_they_say() -> None:
    texts = [entry(request_id=""), entry(request_id=""), entry(request_id="", method="PUT")]
    assert len({call.number for call in read("\n".join(texts)).calls}) == 2


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    log = read(text)
    assert log.calls == []


values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*ENTRY, "_source", "message", "credential_id"]), values))
def test_any_entry_is_read(changes: dict[str, object]) -> None:
    log = read(json.dumps({**ENTRY, **changes}))
    assert len(log.calls) + sum(log.left_out.values()) == 1


def test_calls_are_taken_in_once_and_logged(world: LiveWorld) -> None:
    recent = datetime.now(UTC).isoformat()
    text = "\n".join(
        [
            entry(timestamp=recent),
            entry(timestamp=recent),
            entry(timestamp="2020-01-01T00:00:00Z", request_id="old"),
            entry(account="bb22222-ovh"),
        ]
    )
    taken = seen_calls.take_in_forwarded_log(world.account, text, actor=SYSTEM)
    assert (taken.kept, taken.known, taken.too_old) == (1, 1, 1)
    assert taken.left_out == {LeftOut.OTHER_ACCOUNT: 1}
    row = SeenCall.objects.get()
    assert (row.source, row.caller) == (CallSource.FORWARDED, NIC_A)
    again = seen_calls.take_in_forwarded_log(world.account, text, actor=SYSTEM)
    assert (again.kept, again.known) == (0, 2)
    logged = AuditEntry.objects.filter(action=AuditAction.CALLS_TAKEN_IN).order_by("seq")[0]
    assert (logged.details["count"], logged.details["left_out"]) == (1, 1)


def test_a_text_without_an_entry_is_refused(world: LiveWorld) -> None:
    with pytest.raises(InputError, match="no log in this text"):
        seen_calls.take_in_forwarded_log(world.account, " \n", actor=SYSTEM)


def test_a_log_is_taken_in_by_an_account_with_a_number_alone(account: Account) -> None:
    assert vault.believed_account(account).nic == ""
    with pytest.raises(NotAllowedError, match="Nobody has confirmed"):
        seen_calls.take_in_forwarded_log(account, entry(), actor=SYSTEM)
