"""A deletion is sent once; when its outcome is unknown, it is looked at before anything is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from credentials.core import (
    ApiError,
    BadRequest,
    Forbidden,
    RateLimited,
    TimedOut,
    Unavailable,
    Unreachable,
    Unreadable,
)
from credentials.ovhcloud import Deleted
from sandbox.app import Sandbox
from sandbox.demo_world import DemoWorld
from tests.credentials.ovhcloud.client.conftest import BRISK, IMPATIENT, NIC_A, ClientMaker


@pytest.fixture
def key(demo: DemoWorld) -> int:
    """A key of Alice's account that is not the one the client uses."""
    own = demo.management(NIC_A).credential_id
    return next(
        credential.id for credential in demo.world.credentials_of(NIC_A) if credential.id != own
    )


def test_a_key_is_deleted_by_one_call(alice: ClientMaker, sandbox: Sandbox, key: int) -> None:
    assert alice().delete_credential(key) is Deleted.DONE
    assert key not in sandbox.world.credentials
    assert sandbox.record.count("*", "/me/*") == 1


def test_a_key_that_is_gone_counts_as_done(alice: ClientMaker, key: int) -> None:
    client = alice()
    client.delete_credential(key)
    assert client.delete_credential(key) is Deleted.GONE_ALREADY


def test_an_application_and_a_service_account_are_deleted_likewise(
    alice: ClientMaker, demo: DemoWorld
) -> None:
    client = alice()
    new = client.create_oauth2_client(name="ci", description="builds")
    assert client.delete_oauth2_client(new.client_id) is Deleted.DONE
    assert client.delete_oauth2_client(new.client_id) is Deleted.GONE_ALREADY
    own = demo.management(NIC_A).application_id
    other = next(read.id for read in client.applications() if read.id != own)
    assert client.delete_application(other) is Deleted.DONE
    assert client.delete_application(other) is Deleted.GONE_ALREADY


UNKNOWN = ["hang=1 when=after", "status=504 when=after", "reset=0", "html", "truncate=1"]


@pytest.mark.parametrize("fault", UNKNOWN)
def test_a_deletion_without_answer_that_was_done_is_reported_as_done(
    alice: ClientMaker, sandbox: Sandbox, key: int, fault: str
) -> None:
    sandbox.faults.add(f"{fault} method=DELETE")
    assert alice().delete_credential(key) is Deleted.DONE
    assert sandbox.record.count("DELETE") == 1
    assert sandbox.record.count("GET", "/me/*") == 1


@pytest.mark.parametrize(("fault", "kind"), [("hang=1", TimedOut), ("status=503", Unavailable)])
def test_a_deletion_without_answer_that_was_not_done_says_still_there(
    alice: ClientMaker, sandbox: Sandbox, key: int, fault: str, kind: type[ApiError]
) -> None:
    sandbox.faults.add(f"{fault} method=DELETE")
    with pytest.raises(kind) as caught:
        alice(IMPATIENT).delete_credential(key)
    assert not caught.value.is_outcome_unknown
    assert "still there" in str(caught.value.next_step)
    assert sandbox.record.count("DELETE") == 1


@pytest.mark.parametrize("look", ["status=500", "status=403", "status=429"])
def test_a_deletion_whose_outcome_cannot_be_read_stays_unknown(
    alice: ClientMaker, sandbox: Sandbox, key: int, look: str
) -> None:
    sandbox.faults.add("hang=1 method=DELETE")
    sandbox.faults.add(f"{look} method=GET path=/me/*")
    with pytest.raises(TimedOut) as caught:
        alice(IMPATIENT).delete_credential(key)
    assert caught.value.is_outcome_unknown
    assert "may have been done" in str(caught.value.next_step)


@pytest.mark.parametrize(
    ("fault", "kind"), [("status=429", RateLimited), ("status=403", Forbidden)]
)
def test_a_refused_deletion_is_not_followed_by_a_read(
    alice: ClientMaker, sandbox: Sandbox, key: int, fault: str, kind: type[ApiError]
) -> None:
    sandbox.faults.add(f"{fault} method=DELETE")
    with pytest.raises(kind):
        alice().delete_credential(key)
    assert sandbox.record.count("GET", "/me/*") == 0


def test_the_read_after_a_deletion_shares_its_deadline(
    alice: ClientMaker, sandbox: Sandbox, key: int
) -> None:
    """A deletion that takes all it may leaves time to look, and the two share one deadline."""
    client = alice(replace(BRISK, read_timeout=60, deadline=1.5, attempts=1))
    sandbox.faults.add("drip=1500 method=DELETE")
    assert client.delete_credential(key) is Deleted.DONE
    sandbox.faults.add("hang=60 method=GET path=/me/*")
    with pytest.raises(TimedOut) as caught:
        client.delete_credential(key)
    assert caught.value.is_outcome_unknown
    assert sandbox.record.count("GET", "/me/*") == 2


def test_a_deletion_that_was_never_sent_is_not_followed_by_a_read(
    alice: ClientMaker, sandbox: Sandbox
) -> None:
    client = alice()
    caller = client._session
    caller.endpoint = replace(caller.endpoint, api_root="http://127.0.0.1:1/1.0")
    with pytest.raises(Unreachable) as caught:
        client.delete_credential(5)
    assert not caught.value.is_outcome_unknown


def test_an_html_404_does_not_count_as_deleted(
    alice: ClientMaker, sandbox: Sandbox, key: int
) -> None:
    sandbox.faults.add("html=404 path=/me/*")
    with pytest.raises(Unreadable):
        alice().delete_credential(key)


@pytest.mark.parametrize("bad", ["", ".", "..", "a/b", "../credential/5", "a b", "a?b", "a" * 200])
def test_an_id_that_leads_elsewhere_is_refused(
    alice: ClientMaker, sandbox: Sandbox, bad: str
) -> None:
    with pytest.raises(BadRequest, match="no id"):
        alice().delete_oauth2_client(bad)
    assert sandbox.record.count("DELETE") == 0


@pytest.mark.parametrize("bad", [0, -1, 2**63])
def test_a_number_that_is_no_id_is_refused(alice: ClientMaker, sandbox: Sandbox, bad: int) -> None:
    with pytest.raises(BadRequest, match="no id"):
        alice().delete_credential(bad)
    assert sandbox.record.count("DELETE") == 0
