"""Refusals of every operation in every tool's words: the call, its cause and the smallest cure."""

from __future__ import annotations

import re
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from credentials.rights import AccessRule, Operation, bundled_catalogue, explain_refusal

OPERATIONS = sorted(
    (
        operation
        for operation in bundled_catalogue().operations
        if not operation.path.startswith("/auth/")
    ),
    key=str,
)
operations = st.sampled_from(OPERATIONS)
#: How tools tell of a refused call; {0} is its method, {1} its path.
GO = """2026/11/01 10:00:00 [ERROR] {0} {1} OVHcloud API error (status code 403): \
Client::Forbidden: "This call has not been granted" (X-OVH-Query-Id: EU.ext-1.2.3)"""
PHP = """Client error: `{0} https://eu.api.ovh.com/1.0{1}` resulted in a `403 Forbidden` response:
{{"errorCode":"NOT_GRANTED_CALL","message":"This call has not been gran (truncated...)"""
PYTHON = """DEBUG:urllib3.connectionpool:https://eu.api.ovh.com:443 "{0} /1.0{1} HTTP/1.1" 403 99
NotGrantedCall: This call has not been granted"""
CURL = """$ curl -s -X {0} 'https://eu.api.ovh.com/1.0{1}'
{{"class":"Client::Forbidden","message":"This call has not been granted"}}"""
NODE = "ovh.request('{0}', '{1}') -> {{ error: 403, message: 'This call has not been granted' }}"
PLAIN = "{0} {1}: This call has not been granted"
COLOURED = "\x1b[31mERRO\x1b[0m[0003] {0} {1}\r\nNOT_GRANTED_CALL\r\n"
REFUSALS = st.sampled_from([GO, PHP, PYTHON, CURL, NODE, PLAIN, COLOURED])
_PARAMETER = re.compile(r"\{\w+\}")


def named(operation: Operation, *, first: str = "ab12345.example.com") -> str:
    """The operation's path with made-up names: that of a service first, then numbers."""
    numbers = count(5012345678)
    names = iter([first])
    return _PARAMETER.sub(lambda _: next(names, None) or str(next(numbers)), operation.path)


@given(operations, REFUSALS)
def test_the_cure_is_one_rule_that_goes_no_further_than_its_service(
    operation: Operation, words: str
) -> None:
    path = named(operation)
    explanation = explain_refusal(bundled_catalogue(), words.format(operation.method, path))
    assert explanation.cause == "rules"
    (rule,) = explanation.missing
    assert rule.covers(operation.method, path)
    assert explanation.request == (rule,)
    segments, written = rule.path.split("/"), path.split("/")
    assert len(segments) == len(written)
    assert all(mine in {own, "*"} for mine, own in zip(segments, written, strict=True))
    if not path.startswith(("/iam/", "/me/", "/support/")):
        assert "ab12345.example.com" not in path or "ab12345.example.com" in rule.path


@given(operations, operations, REFUSALS)
def test_the_rules_of_the_key_stay_in_the_new_one(
    operation: Operation, other: Operation, words: str
) -> None:
    held = (AccessRule(other.method, named(other)),)
    path = named(operation)
    explanation = explain_refusal(bundled_catalogue(), words.format(operation.method, path), held)
    granted = held[0].covers(operation.method, path)
    assert explanation.cause == ("allowed" if granted else "rules")
    if not granted:
        assert all(
            any(rule.covers(each.method, each.path) for rule in explanation.request)
            for each in (*held, AccessRule(operation.method, path))
        )


@given(st.lists(operations, max_size=3), operations, st.booleans(), REFUSALS)
def test_of_several_calls_the_one_that_ended_the_run_is_explained(
    fine: list[Operation], operation: Operation, is_probed: bool, words: str
) -> None:
    path = named(operation)
    lines = [f'DEBUG "{each.method} /1.0{named(each)} HTTP/1.1" 200 41' for each in fine]
    if is_probed and fine:
        probed = named(fine[0], first="www.ab12345.example.com")
        lines.insert(0, f'DEBUG "{fine[0].method} /1.0{probed} HTTP/1.1" 403 41')
    text = "\n".join([*lines, words.format(operation.method, path)])
    (check,) = explain_refusal(bundled_catalogue(), text).checks
    assert (check.method, check.path) == (operation.method, path)
