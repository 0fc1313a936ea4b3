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

from credentials.core import Method
from credentials.rights import (
    Catalogue,
    Operation,
    OperationKind,
    SnapshotError,
    bundled_catalogue,
    dump_snapshot,
    load_snapshot,
    parse_rules,
    reach,
    read_snapshot_rows,
    risks,
    search,
)
from credentials.rights.catalogue.make_snapshot import make
from credentials.rights.catalogue.snapshot import SNAPSHOTS
from sandbox import schema

TABLE = SNAPSHOTS / "ovh-eu.csv.gz"


def operation_of(method: str, path: str) -> Operation:
    operation = bundled_catalogue().operation_at(method, path)
    assert operation is not None
    return operation


def test_the_catalogue_has_every_operation_and_its_date() -> None:
    catalogue = bundled_catalogue()
    versions = [operation.version for operation in catalogue.operations]
    assert (len(versions), versions.count("v1"), versions.count("v2")) == (6624, 6398, 226)
    assert (catalogue.endpoint, catalogue.taken) == ("ovh-eu", date(2026, 8, 1))


def test_an_endpoint_without_one_of_its_own_has_that_of_europe() -> None:
    assert bundled_catalogue("ovh-ca") is bundled_catalogue() is bundled_catalogue("ovh-eu")


def test_it_is_made_from_the_table_beside_the_sandbox() -> None:
    table = Path(schema.__file__).with_name("operations.csv.gz")
    made = make(table, "ovh-eu", taken=date(2026, 8, 1))
    assert gzip.decompress(made) == gzip.decompress(TABLE.read_bytes())


def test_a_snapshot_comes_back_as_it_was_kept() -> None:
    snapshot = load_snapshot(TABLE.read_bytes())
    assert load_snapshot(dump_snapshot(snapshot)) == snapshot


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
        load_snapshot(content)


def test_a_table_with_a_method_nobody_knows_is_refused() -> None:
    (row, *_) = csv.DictReader(gzip.decompress(TABLE.read_bytes()).decode().splitlines()[1:])
    with pytest.raises(SnapshotError):
        read_snapshot_rows([{**row, "method": "FETCH"}])


def test_it_is_loaded_when_it_is_first_needed() -> None:
    code = (
        "import credentials.rights.catalogue.catalogue as c; print(c._loaded.cache_info().currsize)"
    )
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    assert process.stdout == "0\n"


def test_with_every_index_it_takes_less_than_20_mb() -> None:
    tracemalloc.start()
    catalogue = Catalogue(load_snapshot(TABLE.read_bytes()))
    everything = parse_rules("GET,POST,PUT,DELETE /*")
    assert search(catalogue, "zone").total
    assert risks(catalogue, everything)
    assert reach(catalogue, everything).by_product
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert size < 20 * 2**20


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        ("GET /me", OperationKind.READ),
        ("POST /domain/zone/x/record", OperationKind.CREATE),
        ("PUT /domain/zone/x/soa", OperationKind.EDIT),
        ("POST /domain/x/nameServers/update", OperationKind.EDIT),
        ("POST /vps/x/reboot", OperationKind.OPERATE),
        ("POST /dedicated/server/x/reinstall", OperationKind.OPERATE),
        ("DELETE /me/api/credential/7", OperationKind.DELETE),
        ("POST /dedicated/server/x/terminate", OperationKind.DELETE),
        ("POST /cloud/project/x/confirmTermination", OperationKind.DELETE),
        ("POST /services/7/terminate/confirm", OperationKind.DELETE),
        ("POST /order/cart", OperationKind.CREATE),
        ("POST /me/accessRestriction/totp/7/disable", OperationKind.OPERATE),
        ("POST /cloud/project/x/database/kafka/y/log/subscription", OperationKind.CREATE),
    ],
)
def test_an_operation_is_of_the_kind_its_action_says(call: str, kind: OperationKind) -> None:
    assert operation_of(*call.split()).kind is kind


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
    assert operation_of(*call.split()).path == path


@pytest.mark.parametrize(
    "call", ["GET /v2/me", "GET /nope", "PATCH /me", "GET me", "GET /", "GET ", "GET //me"]
)
def test_a_call_of_an_unknown_path_has_no_operation(call: str) -> None:
    method, _, path = call.partition(" ")
    assert bundled_catalogue().operation_at(method, path) is None


def test_an_operation_has_the_columns_of_the_table() -> None:
    operation = operation_of("GET", "/me/paymentMean/creditCard")
    assert (operation.status, operation.deletion, operation.replacement) == (
        "DEPRECATED",
        date(2023, 9, 7),
        "/me/payment/method",
    )
    assert operation_of("GET", "/domain/zone").actions == ("dnsZone:apiovh:get",)
    assert operation_of("GET", "/order/cart").method is Method.GET
    assert operation_of("POST", "/order/cart").is_open
