"""What the console says of a call is what the sandbox does with it, whatever the key's rules."""

from __future__ import annotations

import json
import random
import re
import time
from dataclasses import replace
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from credentials.rights import AccessRule, bundled_catalogue, check_call
from credentials.signing import sign
from sandbox.app import Sandbox
from sandbox.demo_world import DemoKey, build_world
from sandbox.demo_world.plans import NIC_B
from sandbox.state.records import Credential
from sandbox.wire import Request
from tests.fuzz.examples import MANY
from tests.fuzz.test_reach import rules_like_real_ones

HOST = "api.example.com"
SIGNED = [operation for operation in bundled_catalogue().operations if not operation.is_open]


@cache
def served() -> tuple[Sandbox, DemoKey, Credential]:
    """A sandbox, a key to call it with, and that key as it was made: a call may log it out."""
    demo = build_world()
    key = demo.management(NIC_B)
    return Sandbox(demo.world), key, demo.world.credentials[key.credential_id]


def refuses(rules: list[AccessRule], method: str, target: str) -> bool:
    """Whether the sandbox answers that the call has not been granted."""
    sandbox, key, credential = served()
    pairs = tuple((rule.method.value, rule.path) for rule in rules)
    sandbox.world.credentials[key.credential_id] = replace(credential, rules=pairs)
    answer = sandbox.handle(Request(method, target, _headers(key, method, target), scheme="https"))
    return "not been granted" in str(json.loads(answer.body))


def _headers(key: DemoKey, method: str, target: str) -> dict[str, str]:
    stamp = int(time.time())
    signature = sign(
        application_secret=key.application_secret,
        consumer_key=key.consumer_key,
        method=method,
        url=f"https://{HOST}{target}",
        body=b"",
        timestamp=stamp,
    )
    return {
        "host": HOST,
        "x-ovh-application": key.application_key,
        "x-ovh-consumer": key.consumer_key,
        "x-ovh-timestamp": str(stamp),
        "x-ovh-signature": signature,
    }


def spelled(rule: AccessRule, chance: random.Random) -> AccessRule:
    """The rule, or one that people take for the same."""
    path = chance.choice([rule.path] * 5 + [f"{rule.path}/", f"/v2{rule.path}", rule.path.lower()])
    return AccessRule(rule.method, path)


@MANY
@given(st.integers())
def test_call_checks_agree_with_the_sandbox(seed: int) -> None:
    chance = random.Random(seed)
    rules = [spelled(rule, chance) for rule in rules_like_real_ones(chance)]
    near = [
        operation
        for operation in bundled_catalogue().operations_in(bundled_catalogue().bits(rules))
        if not operation.is_open
    ]
    operation = chance.choice(near if near and chance.random() < 0.7 else SIGNED)
    path = re.sub(r"\{\w+\}", lambda _: chance.choice(["example.com", "7"]), operation.path)
    version = "/v2" if operation.version == "v2" else chance.choice(["/1.0", "/v1"])
    target = version + path + chance.choice(["", "", "/", "?x=1", "/?x=/a*"])
    (verdict,) = check_call(bundled_catalogue(), rules, f"{operation.method} {target}")
    assert refuses(rules, operation.method, target) is not verdict.is_granted
