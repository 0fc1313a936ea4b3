"""A list of methods and a list of paths, each below its key, give every method on every path."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials.core import Method
from credentials.rights import read_rules

PRODUCT = ["GET /me", "POST /me", "GET /vps/*", "POST /vps/*"]
TEXTS = [
    "methods:\n  - GET\n  - POST\npaths:\n  - /me\n  - /vps/*",
    "paths:\n  - /me\n  - /vps/*\nmethods:\n  - GET\n  - POST",
    "Methods: GET, POST\nPaths: /me, /vps/*",
    "Paths: /me, /vps/*\nMethods: GET, POST",
    "Méthodes : GET et POST\nChemins : /me et /vps/*",
    "Methoden: GET und POST\nPfade: /me und /vps/*",
    "Métodos: GET y POST\nRutas: /me y /vps/*",
    "Metodi: GET e POST\nPercorsi: /me e /vps/*",
    "The methods are GET and POST.\nThe paths are /me and /vps/*.",
    "Methods:\nGET\nPOST\n\nPaths:\n/me\n/vps/*",
    'methods = ["GET", "POST"]\npaths = ["/me", "/vps/*"]',
    "['paths' => ['/me', '/vps/*'], 'methods' => ['GET', 'POST']]",
    "$methods = @('GET', 'POST'); $paths = @('/me', '/vps/*')",
]


@pytest.mark.parametrize("text", TEXTS)
def test_each_method_is_meant_on_each_path(text: str) -> None:
    assert [str(rule) for rule in read_rules(text).rules] == PRODUCT


def test_a_rule_of_its_own_behind_such_lists_is_none_of_them() -> None:
    text = "paths: /me, /vps/*\nmethods: GET\nPOST /ip"
    assert [str(rule) for rule in read_rules(text).rules] == ["GET /me", "GET /vps/*", "POST /ip"]


@pytest.mark.parametrize(
    "text",
    [
        "method: GET\npath: /connectivity /eligibility/recall",
        "methods: GET, PUT\npaths: /me, /dom ain/zone",
        "paths: /me, /domain /zone\nmethods: GET",
    ],
)
def test_a_path_that_a_blank_parts_in_such_a_list_is_said(text: str) -> None:
    reading = read_rules(text)
    assert not {"/domain", "/dom", "/connectivity"} & {rule.path for rule in reading.rules}
    assert any("a space" in str(part.reason) for part in reading.leftovers)


def yaml_lists(groups: list[dict[str, list[str]]]) -> str:
    lines = []
    for group in groups:
        for place, (key, values) in enumerate(group.items()):
            lines.append(f"{' ' if place else '-'} {key}:")
            lines += [f"  - {value}" for value in values]
    return "\n".join(lines)


@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(Method), min_size=1, max_size=3, unique=True),
            st.lists(st.from_regex("/[a-w]{2,6}/x", fullmatch=True), min_size=2, max_size=3),
            st.booleans(),
        ),
        min_size=1,
        max_size=3,
    ),
    st.sampled_from([yaml_lists, json.dumps, lambda groups: json.dumps(groups, indent=2)]),
)
def test_lists_of_one_object_belong_together(
    groups: list[tuple[list[Method], list[str], bool]], write: object
) -> None:
    objects = []
    for methods, paths, is_path_first in groups:
        keys: dict[str, list[str]] = {"methods": [method.value for method in methods]}
        objects.append({"paths": paths, **keys} if is_path_first else {**keys, "paths": paths})
    assert callable(write)
    assert [str(rule) for rule in read_rules(write(objects)).rules] == [
        f"{method} {path}" for methods, paths, _ in groups for path in paths for method in methods
    ]
