"""Calls of other hosts, files and lists in pairs give no rule, and are said."""

from __future__ import annotations

import pytest

from credentials.rights import bundled_catalogue, read_rules


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("GET /v4/zones HTTP/1.1\nHost: api.cloudflare.com", "no host of OVHcloud"),
        ("> GET /user HTTP/2\n> Accept: */*\n> Host: api.github.com", "no host of OVHcloud"),
        ("GET /usr/local/bin/ovh", "reads like a file"),
        ("PUT /etc/ovh.conf", "reads like a file"),
        ('"GET /wp-login.php HTTP/1.1" 404', "reads like a file"),
        ("we get /home wrong and post /tmp there", "reads like a file"),
        ("GET and PUT on /me and /vps/* respectively", "one rule a line"),
    ],
)
def test_what_is_none_of_the_api_gives_no_rule(text: str, words: str) -> None:
    reading = read_rules(text)
    assert reading.rules == ()
    assert any(words in str(leftover.reason) for leftover in reading.leftovers)


def test_a_request_to_the_api_is_read() -> None:
    text = "GET /1.0/me HTTP/1.1\nAccept: */*\nHost: eu.api.ovh.com"
    assert [str(rule) for rule in read_rules(text).rules] == ["GET /me"]


def test_no_route_reads_like_a_file() -> None:
    text = "\n".join(f"GET {each.path}" for each in bundled_catalogue().operations[::7])
    assert "reads like a file" not in str([str(part.reason) for part in read_rules(text).leftovers])


@pytest.mark.parametrize(
    "text",
    [
        "GET /containers/json HTTP/1.1\nHost: docker",
        "GET /me\nHost: api.example.com",
        ":method: DELETE\n:path: /me\n:authority: example.com",
        ":authority: example.com\n:method: DELETE\n:path: /me\n:scheme: https",
        ":authority\nexample.com\n:method\nDELETE\n:path\n/me\n",
        "* [1] [:method: GET]\n* [1] [:authority: docker]\n* [1] [:path: /me]\n",
    ],
)
def test_a_request_to_another_host_is_left(text: str) -> None:
    reading = read_rules(text)
    assert reading.rules == ()
    assert "no host of OVHcloud's" in str([str(part.reason) for part in reading.leftovers])


@pytest.mark.parametrize(
    "text",
    [
        ":method: DELETE\n:path: /1.0/me\n:authority: eu.api.ovh.com",
        "DELETE /me HTTP/1.1\nHost: ovh",
        "DELETE /me HTTP/1.1\nHost: $HOST",
    ],
)
def test_a_request_whose_host_may_be_the_api_is_read(text: str) -> None:
    assert [str(rule) for rule in read_rules(text).rules] == ["DELETE /me"]
