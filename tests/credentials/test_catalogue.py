"""The catalogue that comes with Keydesk: whole, small, and readable again."""

from __future__ import annotations

import csv
import gzip
import subprocess
import sys
import tracemalloc
from datetime import date
from pathlib import Path

import pytest

from credentials.catalogue import Kind, SnapshotError, bundled, reach, risks, search
from credentials.catalogue.catalogue import Catalogue
from credentials.catalogue.make import make
from credentials.catalogue.operation import Operation
from credentials.catalogue.snapshot import SNAPSHOTS, dump, load, read_rows
from credentials.enums import Method
from credentials.rights import parse_rules
from sandbox import schema

TABLE = SNAPSHOTS / "ovh-eu.csv.gz"


def one(method: str, path: str) -> Operation:
    found = bundled().found(method, path)
    assert found is not None
    return found


def test_it_has_every_operation_and_says_of_when() -> None:
    catalogue = bundled()
    versions = [operation.version for operation in catalogue.operations]
    assert (len(versions), versions.count("v1"), versions.count("v2")) == (6624, 6398, 226)
    assert (catalogue.endpoint, catalogue.taken) == ("ovh-eu", date(2026, 8, 1))


def test_an_endpoint_without_one_of_its_own_has_that_of_europe() -> None:
    assert bundled("ovh-ca") is bundled() is bundled("ovh-eu")


def test_it_is_made_from_the_table_beside_the_sandbox() -> None:
    table = Path(schema.__file__).with_name("operations.csv.gz")
    assert make(table, "ovh-eu", taken=date(2026, 8, 1)) == TABLE.read_bytes()


def test_a_snapshot_comes_back_as_it_was_kept() -> None:
    snapshot = load(TABLE.read_bytes())
    assert load(dump(snapshot)) == snapshot


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"nothing", id="not-compressed"),
        pytest.param(gzip.compress(b""), id="no-line"),
        pytest.param(gzip.compress(b"ovh-eu,2026-08-01\n\xff"), id="not-text"),
        pytest.param(gzip.compress(b"ovh-eu,yesterday\n"), id="no-date"),
        pytest.param(
            gzip.compress(b"ovh-eu,2026-08-01\nversion,path\nv1,/me\n"), id="columns-missing"
        ),
        pytest.param(TABLE.read_bytes()[:-100], id="cut-off"),
    ],
)
def test_what_is_no_snapshot_is_refused(content: bytes) -> None:
    with pytest.raises(SnapshotError, match="no list of the API's operations"):
        load(content)


def test_a_table_with_a_method_nobody_knows_is_refused() -> None:
    (row, *_) = csv.DictReader(gzip.decompress(TABLE.read_bytes()).decode().splitlines()[1:])
    with pytest.raises(SnapshotError):
        read_rows([{**row, "method": "FETCH"}])


def test_it_is_loaded_when_it_is_first_needed() -> None:
    code = "import credentials.catalogue.catalogue as c; print(c._loaded.cache_info().currsize)"
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    assert said.stdout == "0\n"


def test_with_every_index_it_takes_less_than_20_mb() -> None:
    tracemalloc.start()
    catalogue = Catalogue(load(TABLE.read_bytes()))
    everything = parse_rules("GET,POST,PUT,DELETE /*")
    assert search(catalogue, "zone").total
    assert risks(catalogue, everything)
    assert reach(catalogue, everything).bars
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert size < 20 * 2**20


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        ("GET /me", Kind.READ),
        ("POST /domain/zone/x/record", Kind.CREATE),
        ("PUT /domain/zone/x/soa", Kind.EDIT),
        ("POST /domain/x/nameServers/update", Kind.EDIT),
        ("POST /vps/x/reboot", Kind.OPERATE),
        ("POST /dedicated/server/x/reinstall", Kind.OPERATE),
        ("DELETE /me/api/credential/7", Kind.DELETE),
        ("POST /dedicated/server/x/terminate", Kind.DELETE),
        ("POST /cloud/project/x/confirmTermination", Kind.DELETE),
        ("POST /services/7/terminate/confirm", Kind.DELETE),
        ("POST /order/cart", Kind.CREATE),
        ("POST /me/accessRestriction/totp/7/disable", Kind.OPERATE),
        ("POST /cloud/project/x/database/kafka/y/log/subscription", Kind.CREATE),
    ],
)
def test_an_operation_is_of_the_kind_its_action_says(call: str, kind: Kind) -> None:
    assert one(*call.split()).kind is kind


@pytest.mark.parametrize(
    ("call", "path"),
    [
        ("GET /domain/zone/example.com/record", "/domain/zone/{zoneName}/record"),
        ("get /1.0/domain/zone/", "/domain/zone"),
        ("GET /v1/domain/example.com", "/domain/{serviceName}"),
        ("GET /v2/iam/policy/7", "/iam/policy/{policyId}"),
        ("GET /iam/policy/7", "/iam/policy/{policyId}"),
        ("GET /domain/zone/{zoneName}/record", "/domain/zone/{zoneName}/record"),
        ("GET /domain/zone/*/record/*", "/domain/zone/{zoneName}/record/{id}"),
    ],
)
def test_a_call_is_a_call_of_one_route(call: str, path: str) -> None:
    assert one(*call.split()).path == path


@pytest.mark.parametrize(
    "call", ["GET /v2/me", "GET /nope", "PATCH /me", "GET me", "GET /", "GET ", "GET //me"]
)
def test_a_call_of_nothing_is_a_call_of_no_route(call: str) -> None:
    method, _, path = call.partition(" ")
    assert bundled().found(method, path) is None


def test_an_operation_tells_what_the_table_has() -> None:
    found = one("GET", "/me/paymentMean/creditCard")
    assert (found.status, found.deletion, found.replacement) == (
        "DEPRECATED",
        date(2023, 9, 7),
        "/me/payment/method",
    )
    assert one("GET", "/domain/zone").actions == ("dnsZone:apiovh:get",)
    assert one("GET", "/order/cart").method is Method.GET
    assert one("POST", "/order/cart").is_open
