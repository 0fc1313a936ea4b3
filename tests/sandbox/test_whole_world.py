"""Every read route of an owned service answers with an object of its model, the same every time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlencode

import pytest

from sandbox.routes.described.members import naming_field, parameters
from sandbox.schema.examples import Examples
from sandbox.schema.models import Field
from sandbox.schema.operation_facts import OperationFacts, operation_facts
from sandbox.schema.operations import Operation
from sandbox.schema.products import products
from sandbox.schema.regions import operations_of
from sandbox.schema.values import complaints
from sandbox.state.records import Service
from tests.sandbox.signed_calls import SignedCalls, calls_of_the_demo, filled

pytestmark = pytest.mark.slow

UUID = "11111111-1111-4111-8111-111111111111"
#: What a service is called whose name is of a type of its own.
NAMES = {"uuid": UUID, "ipBlock": "192.0.2.8/29", "phoneNumber": "0033199001234"}


class Reader:
    """Reads routes as a careful client does: for each parameter it takes what its list names."""

    def __init__(self, region: str) -> None:
        self.region = region
        self.calls = calls_of_the_demo(region)
        self._lists: dict[str, list[Any]] = {}

    def own_one_of_each(self) -> None:
        """Give the account a service of every product that it has none of."""
        world, nic = self.calls.sandbox.world, self.calls.key.account
        owned = {each.kind for each in world.services.values() if each.account == nic}
        for product in products().values():
            facts = self.facts(product.version, product.item)
            if facts and product.kind not in {*owned, "domain/zone"}:
                name = NAMES.get(facts.path[-1].type, f"example-{product.resource}")
                world.keep(Service(product.kind, name, nic))

    def facts(self, version: str, path: str) -> OperationFacts | None:
        return operation_facts(version, "GET", path, region=self.region)

    def address(self, version: str, path: str, facts: OperationFacts) -> str:
        """The route with a value for each parameter, and what its query has to have."""
        values: dict[str, object] = {}
        for start, name in parameters(path):
            values[name] = self._value(version, facts.lists.get(name, start), name, values, facts)
        wanted = [field for field in facts.query if field.required]
        query = urlencode({field.name: self._example(field, facts) for field in wanted})
        return f"/{version}{filled(path, values)}" + (f"?{query}" if query else "")

    def _value(
        self,
        version: str,
        listed: str,
        name: str,
        values: dict[str, object],
        facts: OperationFacts,
    ) -> object:
        above = self.facts(version, listed)
        named = self._named(version, listed, name, values) if above else []
        own = next(field for field in facts.path if field.name == name)
        return named[0] if named else self._example(own, facts)

    def _named(self, version: str, listed: str, name: str, values: dict[str, object]) -> list[Any]:
        if any(each not in values for _, each in parameters(listed)):
            return []
        facts = self.facts(version, listed)
        address = self.address(version, listed, facts) if facts else ""
        if address not in self._lists:
            status, items = self.calls.answer("GET", address)
            self._lists[address] = items if status == 200 and isinstance(items, list) else []
        return [each for item in self._lists[address] if (each := _name_of(item, name))]

    def _example(self, field: Field, facts: OperationFacts) -> object:
        examples = Examples(facts.models, version="v1", region=self.region)
        single = Field(field.name, field.type.removesuffix("[]"), words=field.words)
        value = examples.of(single, "example")
        return str(value).lower() if isinstance(value, bool) else value


def _name_of(item: object, parameter: str) -> object:
    if not isinstance(item, dict):
        return item
    return item.get(naming_field(item, parameter))


def reads(region: str) -> Iterator[tuple[Operation, OperationFacts]]:
    for row in operations_of(region):
        facts = operation_facts(row.version, "GET", row.path, region=region)
        if row.method == "GET" and facts:
            yield row, facts


@pytest.mark.parametrize(("region", "step"), [("eu", 1), ("ca", 9), ("us", 9)])
def test_every_read_route_answers_with_an_object_of_its_model(region: str, step: int) -> None:
    """Of Europe every one, of the others one in nine: they are the same where they are there."""
    reader = Reader(region)
    reader.own_one_of_each()
    wrong, count = [], 0
    for row, facts in islice(reads(region), 0, None, step):
        status, value = reader.calls.answer("GET", reader.address(row.version, row.path, facts))
        missed = status == 404 and _needs_what_the_region_lacks(row, facts, region)
        if status != 200 and not missed:
            wrong.append(f"{status} {row.version} {row.path}: {value}")
        elif status == 200 and facts.response != "void":
            count += 1
            wrong += [
                f"{row.version} {row.path}: {complaint}"
                for complaint in complaints(
                    value, Field("", facts.response), facts.models, place=""
                )
            ]
    assert wrong == []
    assert count > {"eu": 3900, "ca": 300, "us": 150}[region]


def _needs_what_the_region_lacks(row: Operation, facts: OperationFacts, region: str) -> bool:
    """Whether a list that names a part of the path is not offered in the region."""
    there = {(each.version, each.path) for each in operations_of(region) if each.method == "GET"}
    lists = (facts.lists.get(name, start) for start, name in parameters(row.path))
    return any((row.version, listed) not in there for listed in lists)


@pytest.fixture
def calls() -> SignedCalls:
    return calls_of_the_demo()


VPS = "/1.0/vps/vps-00000001.vps.example.net"
INSTANCES = "/1.0/cloud/project/0123456789abcdef0123456789abcdef/instance"


def test_answers_are_the_same_each_time_and_of_one_service_alone(calls: SignedCalls) -> None:
    again = calls_of_the_demo()
    for path in (VPS, f"{VPS}/ips", f"{VPS}/serviceInfos", INSTANCES):
        assert calls.answer("GET", path) == again.answer("GET", path)
    other = "/1.0/vps/vps-00000002.vps.example.net/serviceInfos"
    assert calls.answer("GET", other) != calls.answer("GET", f"{VPS}/serviceInfos")


def test_an_item_says_what_its_list_said_of_it(calls: SignedCalls) -> None:
    _, listed = calls.answer("GET", INSTANCES)
    for shown in listed:
        _, item = calls.answer("GET", f"{INSTANCES}/{shown['id']}")
        assert {name: item[name] for name in ("id", "name", "region", "status")} == {
            name: shown[name] for name in ("id", "name", "region", "status")
        }
    assert calls.answer("GET", f"{INSTANCES}/{UUID}")[0] == 404


def test_what_a_put_changes_is_read_from_then_on(calls: SignedCalls) -> None:
    sent = {"displayName": "web-1", "state": "stopped", "unknown": 1}
    assert calls.answer("PUT", VPS, sent) == (200, None)
    _, server = calls.answer("GET", VPS)
    assert (server["displayName"], server["state"]) == ("web-1", "running")


def test_what_was_sent_in_part_is_answered_whole(calls: SignedCalls) -> None:
    sent = {"targetSpec": {"name": "ops", "plan": "STANDARD", "version": "2.11.3"}}
    path = "/v2/publicCloud/project/0123456789abcdef0123456789abcdef/rancher"
    status, rancher = calls.answer("POST", path, sent)
    assert (status, rancher["targetSpec"]["name"]) == (200, "ops")
    assert "ipRestrictions" in rancher["targetSpec"]


def test_what_is_added_to_a_list_can_be_read_and_removed(calls: SignedCalls) -> None:
    keys = "/1.0/me/sshKey"
    before = calls.answer("GET", keys)[1]
    sent = {"keyName": "laptop", "key": "ssh-ed25519 AAAA alice"}
    assert calls.answer("POST", keys, sent)[0] == 200
    assert calls.answer("POST", keys, sent)[0] == 409
    assert calls.answer("GET", keys)[1] == [*before, "laptop"]
    assert calls.answer("GET", f"{keys}/laptop")[1]["key"] == "ssh-ed25519 AAAA alice"
    assert calls.answer("DELETE", f"{keys}/laptop")[0] == 200
    assert calls.answer("DELETE", f"{keys}/{before[0]}")[0] == 200
    assert calls.answer("GET", keys)[1] == before[1:]
    assert calls.answer("GET", f"{keys}/{before[0]}")[0] == 404


@pytest.mark.parametrize(
    ("method", "path", "body", "named"),
    [
        ("POST", "/1.0/me/sshKey", {"keyName": "laptop"}, "key"),
        ("POST", "/1.0/me/sshKey", {"keyName": 7, "key": "x"}, "keyName"),
        ("PUT", VPS, {"netbootMode": "sideways"}, "netbootMode"),
        ("PUT", VPS, {"slaMonitoring": "yes"}, "slaMonitoring"),
        ("GET", f"{VPS}/tasks?state=never", None, "state"),
        ("GET", "/1.0/me/bill?date.from=yesterday", None, "date.from"),
        ("POST", "/v2/iam/policy", {"name": "x", "identities": [7]}, "identities[0]"),
    ],
)
def test_a_value_of_another_type_is_refused_by_its_name(
    calls: SignedCalls, method: str, path: str, body: object, named: str
) -> None:
    status, refusal = calls.answer(method, path, body)
    assert (status, refusal["class"]) == (400, "Client::BadRequest")
    assert refusal["message"].startswith(f"[{named}] ")


def test_lists_are_narrowed_by_what_their_items_say(calls: SignedCalls) -> None:
    tasks = f"{VPS}/tasks"
    numbers = calls.answer("GET", tasks)[1]
    states = {number: calls.answer("GET", f"{tasks}/{number}")[1]["state"] for number in numbers}
    for state in ("done", "todo"):
        wanted = [number for number in numbers if states[number] == state]
        assert calls.answer("GET", f"{tasks}?state={state}")[1] == wanted


def test_services_are_narrowed_by_their_tags(calls: SignedCalls) -> None:
    urn = "urn:v1:eu:resource:vps:vps-00000002.vps.example.net"
    calls.answer("POST", f"/v2/iam/resource/{urn}/tag", {"key": "team", "value": "web"})
    wanted = "/1.0/vps?iamTags[team][value]=web"
    assert calls.answer("GET", wanted)[1] == ["vps-00000002.vps.example.net"]
