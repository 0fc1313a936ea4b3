"""Paths below a method, several numbers at the end of one, and what a string has behind one."""

from __future__ import annotations

import pytest

from credentials.rights import read_rules


def rules_of(text: str) -> list[str]:
    return [str(rule) for rule in read_rules(text).rules]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("GET /me\n     /vps\n     /vps/*", "GET /me, GET /vps, GET /vps/*"),
        (
            "GET   /domain\n      /domain/*\nPOST  /me/api\n      /me/bill",
            "GET /domain, GET /domain/*, POST /me/api, POST /me/bill",
        ),
        ("  GET\n    /me\n    /vps", "GET /me, GET /vps"),
        ("GET methods\n- /me\n- /vps\nPOST methods\n- /ip", "GET /me, GET /vps, POST /ip"),
        ("GET= /me\nPUT= /me", "GET /me, PUT /me"),
        ("{u'path': u'/me/*', u'method': u'PUT'}", "PUT /me/*"),
        ('new AccessRight("GET", $"/vps/{name}/*")', "GET /vps/{name}/*"),
        ("GET /me\n/vps", "GET /me"),
    ],
)
def test_paths_below_a_method(text: str, rules: str) -> None:
    assert ", ".join(rules_of(text)) == rules


@pytest.mark.parametrize("numbers", ["101,102,103", "1,2", "5,600"])
def test_several_numbers_are_a_star(numbers: str) -> None:
    for place in ("/me/api/credential", "/domain/zone/acme.net/record"):
        reading = read_rules(f"DELETE {place}/{numbers}")
        assert [str(rule) for rule in reading.rules] == [f"DELETE {place}/*"]
        assert "Several names" in str(reading.said_parts[0].reason)


@pytest.mark.parametrize("names", ["FR1,FR2", "vps-1.ovh.net,vps-2.ovh.net", "a,b,c"])
@pytest.mark.parametrize("query", ["?batch=,", "?batch=%2C", "?x=1&batch=,"])
def test_several_names_of_a_batch_are_a_star(names: str, query: str) -> None:
    for lead in ("curl https://eu.api.ovh.com/1.0", "GET https://api.ovh.com/v1", "GET "):
        reading = read_rules(f"{lead}/me/bill/{names}{query}")
        assert [str(rule) for rule in reading.rules] == ["GET /me/bill/*"]
        assert "Several names" in str(reading.said_parts[0].reason)


def test_a_number_in_the_next_cell_is_none_of_them() -> None:
    assert rules_of("GET,/me/api/credential/101,5") == ["GET /me/api/credential/101"]


def test_a_path_of_a_list_without_its_slash_is_said() -> None:
    reading = read_rules("GET /vps, vps/*")
    assert [str(rule) for rule in reading.rules] == ["GET /vps"]
    (left,) = reading.problems
    assert reading.text[left.start : left.end] == "vps/*"


@pytest.mark.parametrize(
    "text",
    [
        '{"method":"GET","path":"/domain/zone/*; DELETE /me"}',
        '{"path":"/me, DELETE /vps","method":"GET"}',
        '{"method":"DELETE","path":"/me/sshKey/my key"}',
    ],
)
def test_a_string_that_has_more_than_a_path_is_left(text: str) -> None:
    assert rules_of(text) == []
    assert read_rules(text).problems


def test_the_address_of_every_path_is_the_star() -> None:
    for text in ("GET https://eu.api.ovh.com/1.0/*", "curl https://eu.api.ovh.com/v1/*"):
        reading = read_rules(text)
        assert [str(rule) for rule in reading.rules] == ["GET /*"]
        assert "every path" in str(reading.said_parts[0].reason)


def test_a_file_of_routes_is_no_call() -> None:
    for name in ("domain", "me", "dedicated/server"):
        reading = read_rules(f"GET https://eu.api.ovh.com/1.0/{name}.json")
        assert reading.rules == ()
        assert any("tells what routes" in str(part.reason) for part in reading.problems)


@pytest.mark.parametrize(
    "following",
    [
        *(
            "-- \nJo",
            "--------",
            "---",
            "$ ls",
            "jo@host:~$ ls",
            "root@pve:~# ls",
            "1.",
            "1. open it",
        ),
        *("1. open it", "2) paste", "@bob look", "_note_ this", "domain.example.com"),
    ],
)
def test_a_link_ends_where_a_line_begins_with_something_else(following: str) -> None:
    link = "https://api.ovh.com/createToken/?GET=/me&PUT=/me"
    assert rules_of(f"{link}\n{following}") == ["GET /me", "PUT /me"]
