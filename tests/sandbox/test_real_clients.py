"""What sixteen real clients met that OVHcloud would not have done to them, in nine cases."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from sandbox.options import add_arguments, sandbox_from
from sandbox.routes.zone_text import zone_file
from sandbox.state import storage
from sandbox.state.records import Zone, ZoneRecord
from tests.sandbox.signed_calls import ORIGIN, SignedCalls, calls_of_the_demo

VPS = "vps-00000001.vps.example.net"
PROJECT = "0123456789abcdef0123456789abcdef"
ZONE = "/1.0/domain/zone/example.com"
URN = "urn:v1:eu:resource:dnsZone:example.com"


@pytest.fixture
def calls() -> SignedCalls:
    return calls_of_the_demo()


@pytest.mark.parametrize(
    "path",
    [
        f"/1.0/cloud/project/{PROJECT}/instance",
        f"/1.0/vps/{VPS}/serviceInfos",
        f"/1.0/vps/{VPS}/ips",
        f"{ZONE}/dynHost/record",
        f"/v2/iam/resource/{URN}",
    ],
)
def test_case_1_what_an_owned_service_has_is_there(calls: SignedCalls, path: str) -> None:
    assert calls.answer("GET", path)[0] == 200


def test_case_1_only_what_is_not_owned_is_not_found(calls: SignedCalls) -> None:
    status, refusal = calls.answer("GET", "/1.0/vps/vps-of-others/ips")
    assert (status, refusal["message"]) == (404, "This service does not exist")
    assert calls.answer("POST", f"/1.0/vps/{VPS}/start")[0] == 501


def test_case_1_a_resource_can_be_tagged(calls: SignedCalls) -> None:
    tag = f"/v2/iam/resource/{URN}/tag"
    assert calls.answer("POST", tag, {"key": "team", "value": "dns"}) == (200, None)
    assert calls.answer("GET", f"/v2/iam/resource/{URN}")[1]["tags"] == {"team": "dns"}
    assert calls.answer("DELETE", f"{tag}/team") == (200, None)
    assert calls.answer("DELETE", f"{tag}/team")[0] == 404


def test_case_2_the_description_has_parameters_bodies_and_models(calls: SignedCalls) -> None:
    _, section = calls.answer("GET", "/1.0/domain.json")
    operations = {
        (api["path"], operation["httpMethod"]): operation
        for api in section["apis"]
        for operation in api["operations"]
    }
    listed = operations["/domain/zone/{zoneName}/record", "GET"]
    assert {given["name"]: given["paramType"] for given in listed["parameters"]} == {
        "zoneName": "path",
        "fieldType": "query",
        "subDomain": "query",
    }
    created = operations["/domain/zone/{zoneName}/record", "POST"]
    body = next(given for given in created["parameters"] if given["paramType"] == "body")
    sent = section["models"][body["dataType"]]["properties"]
    assert (sent["target"]["type"], sent["ttl"]["type"]) == ("string", "long")
    assert created["responseType"] == "domain.zone.Record"
    answered = section["models"]["domain.zone.Record"]["properties"]
    assert "TXT" in section["models"][answered["fieldType"]["type"]]["enum"]


def test_case_3_objects_have_every_field(calls: SignedCalls) -> None:
    _, server = calls.answer("GET", f"/1.0/vps/{VPS}")
    assert {"displayName", "model", "offerType", "vcore"} <= server.keys()
    assert (server["name"], server["state"], server["displayName"]) == (VPS, "running", VPS)
    _, bill = calls.answer("GET", "/1.0/me/bill/FR00000001")
    assert bill["priceWithTax"]["currencyCode"] == "EUR"
    assert bill["priceWithTax"]["text"] == f"{bill['priceWithTax']['value']:.2f} EUR"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("tags[team][value]=dns", 1),
        ("tags[team][value]=web", 0),
        ("tags[team][operator]=EXISTS", 1),
        ('tags={"team":[{"operator":"LIKE","value":"d%25"}]}', 1),
        ("tags[team][operator]=NEXISTS&resourceType=dnsZone", 1),
    ],
)
def test_case_4_resources_are_narrowed_by_tags(calls: SignedCalls, query: str, count: int) -> None:
    calls.answer("POST", f"/v2/iam/resource/{URN}/tag", {"key": "team", "value": "dns"})
    status, resources = calls.answer("GET", f"/v2/iam/resource?{query}")
    assert (status, len(resources)) == (200, count)


@pytest.mark.parametrize("query", ["tags[team]=dns", "tags=dns", "tags[team][operator]=SAME"])
def test_case_4_tags_in_another_spelling_are_refused(calls: SignedCalls, query: str) -> None:
    status, refusal = calls.answer("GET", f"/v2/iam/resource?{query}")
    assert (status, refusal["class"]) == (400, "Client::BadRequest")
    assert "[tags]" in refusal["message"]


RECORD: dict[str, Any] = {"fieldType": "A", "subDomain": "new", "target": "192.0.2.7", "ttl": 60}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ttl", "60"),
        ("ttl", -1),
        ("target", "not an ip"),
        ("target", {"ip": "192.0.2.7"}),
        ("subDomain", ["new"]),
        ("subDomain", "two words"),
        ("fieldType", "NOPE"),
    ],
)
def test_case_5_a_record_has_fields_of_their_types(
    calls: SignedCalls, field: str, value: object
) -> None:
    status, refusal = calls.answer("POST", f"{ZONE}/record", {**RECORD, field: value})
    assert (status, refusal["class"]) == (400, "Client::BadRequest")
    assert refusal["message"].startswith(f"[{field}] ")
    created = calls.answer("POST", f"{ZONE}/record", RECORD)[1]
    if field != "fieldType":
        changed, _ = calls.answer("PUT", f"{ZONE}/record/{created['id']}", {field: value})
        assert changed == 400
    assert calls.answer("GET", f"{ZONE}/record/{created['id']}")[1] == created


def test_case_5_an_unknown_type_finds_no_empty_list(calls: SignedCalls) -> None:
    status, refusal = calls.answer("GET", f"{ZONE}/record?fieldType=NOPE")
    assert (status, refusal["class"]) == (400, "Client::BadRequest")
    assert refusal["message"].startswith("[fieldType] ")


def test_case_6_options_head_and_date_are_answered(calls: SignedCalls) -> None:
    asked = calls.response("OPTIONS", f"{ZONE}/record", headers={"x-ovh-signature": "none"})
    assert (asked.status, asked.headers["Allow"]) == (200, "GET, POST, HEAD, OPTIONS")
    assert "X-Ovh-Consumer" in asked.headers["Access-Control-Allow-Headers"]
    head = calls.response("HEAD", f"{ZONE}/record")
    assert (head.status, head.headers["Access-Control-Allow-Origin"]) == (200, "*")
    at = parsedate_to_datetime(head.headers["Date"]).timestamp()
    assert abs(at - calls.sandbox.server_time()) <= 2
    assert calls.response("OPTIONS", "/1.0/nothing").status == 404


def test_case_7_texts_are_quoted_in_a_zone_file() -> None:
    texts = (
        "v=DMARC1; p=none",
        '"quoted; already" "twice"',
        'a "word" \\ more',
        "x" * 300,
        "two\nlines",
    )
    records = tuple(ZoneRecord(at, "TXT", "", text) for at, text in enumerate(texts, start=1))
    lines = zone_file(Zone("example.com", "nic", records)).splitlines()[2:]
    assert lines[:3] == [
        '@  IN TXT "v=DMARC1; p=none"',
        '@  IN TXT "quoted; already" "twice"',
        r'@  IN TXT "a \"word\" \\ more"',
    ]
    assert all(len(part) <= 255 for part in lines[3].split('"'))
    assert lines[4:] == [r'@  IN TXT "two\010lines"']


def test_case_8_a_signature_over_a_decoded_address_is_an_objection(calls: SignedCalls) -> None:
    path = "/1.0/me?name=%C3%A9%20t%C3%A9"
    calls.answer("GET", path)
    assert calls.sandbox.record.objections == []
    status, _ = calls.answer("GET", path, signed_url=f"{ORIGIN}/1.0/me?name=é té")
    assert status == 200
    assert [each.kind for each in calls.sandbox.record.objections] == ["signed-decoded"]


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """The state file of a sandbox that was killed while it wrote."""
    file = tmp_path / "state.json"
    storage.save(calls_of_the_demo().sandbox.world, file)
    (tmp_path / ".state.json.k1ll_3d0").write_text("half of a world")
    (tmp_path / ".state.json.of-somebody-else").write_text("stays")
    return file


def test_case_9_what_a_kill_left_behind_is_swept_at_the_start(killed: Path) -> None:
    parser = ArgumentParser()
    add_arguments(parser)
    sandbox_from(vars(parser.parse_args(["--state", str(killed)])))
    left = {file.name for file in killed.parent.iterdir()}
    assert left == {"state.json", ".state.json.of-somebody-else"}


@pytest.mark.parametrize(
    "content", ["{", "[]", "null", '{"format":1,"Account":[{"nix":""}]}', "\xff"]
)
def test_case_9_a_damaged_file_is_refused_by_its_name(tmp_path: Path, content: str) -> None:
    file = tmp_path / "world.json"
    file.write_bytes(content.encode("latin-1"))
    with pytest.raises(ValueError, match=r"world\.json is damaged") as refused:
        storage.load(file)
    assert json.dumps(content) not in str(refused.value)
