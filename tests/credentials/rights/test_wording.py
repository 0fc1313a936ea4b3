"""Rules in plain words: true, and never less than the rule allows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials.core import Method
from credentials.rights import AccessRule, explain_path


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("GET *", "Read everything in the account"),
        ("GET /domain/zone", "Read the list of DNS zones"),
        ("GET /domain/zone/", "Read the list of DNS zones (with trailing slash)"),
        ("PUT /domain/zone/*", "Change all DNS zones and everything else below /domain/zone"),
        ("GET /domain/zone/example.com", "Read the DNS zone example.com"),
        ("GET /domain/zone/example.com/*", "Read everything below the DNS zone example.com"),
        (
            "POST /domain/zone/example.com/refresh",
            "Create or act on “refresh” of the DNS zone example.com",
        ),
        (
            "DELETE /domain/zone/*/record/*",
            "Delete everything below “record” of all DNS zones, anywhere below /domain/zone",
        ),
        ("DELETE /domain/*", "Delete all domain names and everything else below /domain"),
        ("GET /domain/zone*", "Read every path that begins with /domain/zone"),
        ("GET /me", "Read /me (the account and its owner)"),
        ("PATCH /me/*", "Change everything below /me (the account and its owner)"),
        ("GET /me/*/x", "Read every path like /me/*/x, a star standing for anything"),
        ("GET /sms/rates", "Read /sms/rates (SMS services)"),
        (
            "GET /v2/iam/policy",
            (
                "Rules carry no version of the API, so /v2/iam/policy grants nothing. Write "
                "/iam/policy."
            ),
        ),
        (
            "GET /v2/*",
            (
                "Rules carry no version of the API, so /v2/* grants nothing. Name the routes "
                "without it."
            ),
        ),
        ("GET /nutanix/x", "Read /nutanix/x"),
        ("GET /nutanix/*", "Read everything below /nutanix"),
        (
            "GET /1.0/me",
            "Rules carry no version of the API, so /1.0/me grants nothing. Write /me.",
        ),
        ("GET /", "Read /"),
        ("GET /x//y", "Read /x//y"),
    ],
)
def test_a_rule_explains_itself(rule: str, words: str) -> None:
    method, path = rule.split()
    assert str(AccessRule(Method(method), path).explain()) == words


@pytest.mark.parametrize(
    ("methods", "words"),
    [
        ("GET", "Read /x"),
        ("GET PUT PATCH", "Read and change /x"),
        ("DELETE POST GET", "Read, create, act on or delete /x"),
        ("GET POST PUT PATCH DELETE", "Read, create, act on, change or delete /x"),
    ],
)
def test_the_methods_of_a_path_are_one_sentence(methods: str, words: str) -> None:
    assert str(explain_path("/x", [Method(name) for name in methods.split()])) == words


@given(st.text() | st.text("ab/*", max_size=9), st.sets(st.sampled_from(Method), min_size=1))
def test_whatever_the_path_there_is_one_readable_line(path: str, methods: set[Method]) -> None:
    assert str(explain_path(path, methods)).isprintable()


@given(st.text("a/*", max_size=6).map("/sms".__add__))
def test_an_explanation_always_mentions_the_star(path: str) -> None:
    words = str(explain_path(path, [Method.GET]))
    stands_for_many = ("every", "all ", "anything")
    assert ("*" in path) is any(word in words for word in stands_for_many)
