"""Rules carry no version: builder, simulator and sandbox say the same of the same rules."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils.html import escape

from credentials.rights import bundled_catalogue, check_call, lint_rules, parse_rules, reach
from credentials.rights.rule import AccessRule
from sandbox.app import Sandbox
from sandbox.demo_world import DemoWorld
from tests.people import make_person, sign_in
from tests.sandbox.conftest import ClientMaker

pytestmark = pytest.mark.django_db
CALL = "/v2/iam/policy"


@pytest.mark.parametrize(
    ("path", "is_granted"),
    [
        ("/iam/policy", True),
        ("/iam/*", True),
        ("/*", True),
        ("/v2/iam/policy", False),
        ("/v2/iam/*", False),
        ("/v2/*", False),
        ("/1.0/iam/policy", False),
        ("/v1/*", False),
    ],
)
def test_a_rule_with_a_version_grants_nothing_wherever_it_is_looked_at(
    path: str,
    is_granted: bool,
    demo: DemoWorld,
    client_of: ClientMaker,
    sandbox: Sandbox,
) -> None:
    rule = AccessRule.parse("GET", path)
    (check,) = check_call(bundled_catalogue(), [rule], f"GET {CALL}")
    key = demo.of("wide-open")[0]
    credential = sandbox.world.credentials[key.credential_id]
    sandbox.world.keep(replace(credential, rules=(("GET", path),)))
    answer = client_of(key).raw_call("GET", CALL)
    said = [remark for remark in lint_rules([rule]) if remark.code == "version-prefix"]
    page = sign_in(make_person("alice")).page(f"/rights/?rule=GET+{path}&call=GET+{CALL}")
    assert check.is_granted is is_granted
    assert (answer.status_code == 200) is is_granted
    assert bool(len(reach(bundled_catalogue(), [rule]))) is is_granted
    assert bool(said) is not is_granted
    assert (">Granted<" in page) is is_granted
    assert all(escape(str(remark.sentence)) in page for remark in said)


def test_a_call_with_its_version_is_read_as_the_rule_without() -> None:
    assert [str(rule) for rule in parse_rules(f"GET {CALL}")] == ["GET /iam/policy"]
