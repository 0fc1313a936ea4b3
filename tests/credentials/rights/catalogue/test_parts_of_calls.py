"""A part of a call is not granted in place of the call: names, words and beginnings around it."""

from __future__ import annotations

import pytest

from credentials.core import RuleError
from credentials.rights import CallCheck, bundled_catalogue, check_call, held_rules

RECORD = "/domain/zone/example.com/record"


def verdict(call: str, rules: str) -> CallCheck:
    (answer,) = check_call(bundled_catalogue(), held_rules(rules), call)
    return answer


@pytest.mark.parametrize(
    ("call", "rule", "path"),
    [
        (f"GET {RECORD}/1,2,3", f"GET {RECORD}/1", f"{RECORD}/1,2,3"),
        (f"client.get('{RECORD}/1,2')", f"GET {RECORD}/1", f"{RECORD}/1,2"),
        (
            "curl https://eu.api.ovh.com/1.0/me/bill/FR1,FR2?batch=,",
            "GET /me/bill/FR1",
            "/me/bill/FR1,FR2",
        ),
        ("GET https://eu.api.ovh.com/1.0/vps/a,b?batch=,", "GET /vps/a", "/vps/a,b"),
        (
            "curl -H 'Accept: application/json' https://ca.api.ovh.com/1.0/vps/vps-1,vps-2",
            "GET /vps/vps-1",
            "/vps/vps-1,vps-2",
        ),
    ],
)
def test_a_call_of_several_names_is_not_granted_by_a_rule_for_one(
    call: str, rule: str, path: str
) -> None:
    answer = verdict(call, rule)
    star = f"{rule.rpartition('/')[0]}/*"
    assert (answer.is_granted, answer.path, str(answer.missing)) == (False, path, star)
    assert verdict(call, star).is_granted


@pytest.mark.parametrize(
    "call",
    [
        f"DELETE {RECORD}/1;2",
        f"DELETE {RECORD}/1|2",
        "DELETE /vps/a;b/ips",
        "ovh.delete('/vps/a;b')",
        "client.delete(base + '/record')",
        "client.delete(prefix .. '/record')",
        "client.delete(parent + '/me')",
    ],
)
def test_a_part_of_a_path_is_no_call(call: str) -> None:
    with pytest.raises(RuleError):
        check_call(bundled_catalogue(), held_rules("DELETE /*"), call)


@pytest.mark.parametrize(
    ("call", "unread"),
    [
        (f"GET {RECORD}/1, 2", ", 2"),
        ("GET /vps/a b", "b"),
        ("GET /vps/a + '/ips'", "+ '/ips'"),
        ("GET /vps/a and more", "and more"),
    ],
)
def test_what_is_not_read_behind_a_path_is_said(call: str, unread: str) -> None:
    answer = verdict(call, "GET /*")
    assert f"“{unread}” behind {answer.path} was not read." in str(answer.doubt)


@pytest.mark.parametrize(
    "call",
    [
        "GET /me HTTP/1.1",
        '"GET /1.0/me HTTP/1.1" 200 52',
        "GET /me 200",
        "`GET /me`.",
    ],
)
def test_an_answer_behind_a_path_is_no_part_of_it(call: str) -> None:
    answer = verdict(call, "GET /me")
    assert (answer.is_granted, str(answer.doubt)) == (True, "")


@pytest.mark.parametrize(
    "path",
    ["/v1/v2/me", "/1.0/v2/me", "/1.0/1.0/me", "/v2/v1/me", "https://eu.api.ovh.com/v1/v2/me"],
)
def test_a_path_with_two_versions_is_not_that_without_them(path: str) -> None:
    assert not verdict(f"GET {path}", "GET /me").is_granted


@pytest.mark.parametrize(
    ("rule", "call", "meant"),
    [
        ("DELETE /domain/zone/record/*", f"DELETE {RECORD}/1", "DELETE /domain/zone/*/record/*"),
        ("GET /domain/zone/record", f"GET {RECORD}", "GET /domain/zone/*/record"),
        ("GET /vps/ips", "GET /vps/vps-1/ips", "GET /vps/*/ips"),
        ("POST /cloud/project/instance", "POST /cloud/project/p/instance", "/project/*/instance"),
    ],
)
def test_a_rule_that_lacks_a_name_is_told_with_the_one_that_was_meant(
    rule: str, call: str, meant: str
) -> None:
    answer = verdict(call, rule)
    assert not answer.is_granted
    assert rule in str(answer.sentence)
    assert f"{meant} would" in str(answer.sentence)


def test_a_name_is_not_told_to_be_empty() -> None:
    answer = verdict("client.get('/vps/' + name)", "GET /vps/")
    assert (answer.is_granted, answer.depends_on) == (False, "")
