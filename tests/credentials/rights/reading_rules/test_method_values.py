"""Methods that a condition chooses, that another key has, and that stand in lines of their own."""

from __future__ import annotations

import pytest

from credentials.rights import read_rules


def rules_of(text: str) -> list[str]:
    return [str(rule) for rule in read_rules(text).rules]


@pytest.mark.parametrize(
    "text",
    [
        "{method: isAdmin ? 'GET' : 'PUT', path: '/me'}",
        '{method: isAdmin ? "GET" : "PUT", path: "/me"}',
        "{'method': 'GET' if is_reader else 'PUT', 'path': '/me'}",
        "{'path': '/me', 'method': 'GET' if is_reader else 'PUT'}",
        "client.call('GET' if is_reader else 'PUT', '/me')",
        'client.call(if (isReader) "GET" else "PUT", "/me")',
    ],
)
def test_both_methods_of_a_condition_are_taken_and_said(text: str) -> None:
    reading = read_rules(text)
    assert rules_of(text) == ["GET /me", "PUT /me"]
    assert [part for part in reading.said_parts if "one of two methods" in str(part.reason)]


def test_methods_of_a_list_are_not_chosen() -> None:
    assert read_rules('{"method": ["GET", "PUT"], "path": "/me"}').said_parts == ()


@pytest.mark.parametrize(
    "text",
    [
        '{"name":"PUT","path":"/me","method":"GET"}',
        '{"name":"PUT","method":"GET","path":"/me"}',
        '{"path":"/me","method":"GET","name":"PUT"}',
        '{"method":"GET","title":"DELETE","path":"/me"}',
    ],
)
def test_the_key_of_the_method_counts_and_not_that_of_a_name(text: str) -> None:
    assert rules_of(text) == ["GET /me"]
    assert read_rules(text).leftovers == ()


def test_methods_in_lines_of_their_own_belong_to_the_path_below_them() -> None:
    methods = ["GET", "PUT", "POST", "DELETE"]
    assert rules_of("\n".join([*methods, "/domain/zone/*"])) == [
        f"{method} /domain/zone/*" for method in methods
    ]
    assert rules_of("GET\nPUT\n/me\nDELETE\n/vps") == ["GET /me", "PUT /me", "DELETE /vps"]
    assert rules_of("GET\nPOST\n/me\n/vps") == []
