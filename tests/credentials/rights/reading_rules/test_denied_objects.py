"""Keys of an object, a section or a block that say whether its rule is allowed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials.rights import read_rules

#: Texts of which GET /vps/* alone is allowed.
OBJECTS = [
    "action=allow\nmethod=GET\npath=/vps/*\n\naction=deny\nmethod=DELETE\npath=/vps/*",
    "[r1]\naction=allow\nmethod=GET\npath=/vps/*\n[r2]\naction=deny\nmethod=DELETE\npath=/vps/*",
    (
        '[[rule]]\neffect = "allow"\nmethod = "GET"\npath = "/vps/*"\n[[rule]]\n'
        'effect = "deny"\nmethod = "DELETE"\npath = "/vps/*"'
    ),
    (
        'rule {\n  action = "allow"\n  method = "GET"\n  path = "/vps/*"\n}\nrule {\n'
        '  action = "deny"\n  method = "DELETE"\n  path = "/vps/*"\n}'
    ),
    (
        '[\n{\n"effect": "Allow",\n"method": "GET",\n"path": "/vps/*"\n},\n{\n'
        '"effect": "Deny",\n"method": "DELETE",\n"path": "/vps/*"\n}]'
    ),
    (
        '[\n  {\n    "enabled": true,\n    "method": "GET",\n    "path": "/vps/*"\n '
        ' },\n  {\n    "enabled": false,\n    "method": "DELETE",\n    "path": '
        '"/vps/*"\n  }\n]'
    ),
    (
        '<rule\n action="allow"\n method="GET"\n path="/vps/*"/>\n<rule\n '
        'action="deny"\n method="DELETE"\n path="/vps/*"/>'
    ),
    (
        "rule.0.action=allow\nrule.0.method=GET\nrule.0.path=/vps/*\n"
        "rule.1.action=deny\nrule.1.method=DELETE\nrule.1.path=/vps/*"
    ),
    (
        '{\n Allow: true,\n Method: "GET",\n Path: "/vps/*",\n},\n{\n Allow: false,\n '
        'Method: "DELETE",\n Path: "/vps/*",\n}'
    ),
    'allow = [\n "GET /vps/*",\n]\ndeny = [\n "DELETE /vps/*",\n]',
    'deny = [\n "DELETE /vps/*",\n]\nallow = [\n "GET /vps/*",\n]',
    (
        '[{"method":"GET","path":"/vps/*","disabled":false},{"method":"DELETE",'
        '"path":"/vps/*","disabled":true}]'
    ),
    '[{"disabled":true,"method":"DELETE","path":"/vps/*"},{"method":"GET","path":"/vps/*"}]',
    '{ method = "GET", path = "/vps/*" },\n{ method = "DELETE", path = "/vps/*", count = 0 }',
    (
        "- method: GET\n  path: /vps/*\n  state: present\n- method: DELETE\n  "
        "path: /vps/*\n  state: absent"
    ),
    '{"removed_rules":["DELETE /vps/*"],"rules":["GET /vps/*"]}',
    '{"/vps/*": {"get": "allow", "delete": "deny"}}',
    "Path     GET        DELETE\n/vps/*   required   n/a",
    (
        "- path: /vps/*\n  method: DELETE\n  effect: deny\n- path: /vps/*\n  "
        "method: GET\n  effect: allow"
    ),
    (
        "r1: {method: GET, path: /vps/*, effect: allow}\nr2: {method: DELETE, "
        "path: /vps/*, effect: deny}"
    ),
    (
        "r1:\n  method: GET\n  path: /vps/*\n  effect: allow\nr2:\n  method: DELETE\n"
        "  path: /vps/*\n  effect: deny"
    ),
    '{"comment":"DELETE not needed","method":"GET","path":"/vps/*"}',
]


#: Rules of several keys, of which that with GET /vps/* alone is in force.
HOLDERS = [
    (
        '[{"id":1,"status":"expired","rules":[{"method":"DELETE","path":"/me"}]},'
        '{"id":2,"status":"validated","rules":[{"method":"GET","path":"/vps/*"}]}]'
    ),
    (
        '[{"id":1,"rules":[{"method":"DELETE","path":"/me"}],"status":"refused"},'
        '{"id":2,"rules":[{"method":"GET","path":"/vps/*"}],"status":"validated"}]'
    ),
    '{"revoked":true,"rules":["DELETE /me"]} {"revoked":false,"rules":["GET /vps/*"]}',
    '{"rules":["DELETE /me","POST /me"],"enabled":false} {"rules":["GET /vps/*"]}',
    "old:\n  revoked: true\n  rules:\n    - DELETE /me\nnew:\n  rules:\n    - GET /vps/*",
    "old:\n  rules:\n    - DELETE /me\n    - PUT /me\n  active: no\nnew:\n  - GET /vps/*",
    "- status: expired\n  rules:\n  - DELETE /me\n  - PUT /me\n- rules:\n  - GET /vps/*",
    (
        "- status: expired\n  rules:\n  - method: DELETE\n    path: /me\n- status: valid\n"
        "  rules:\n  - method: GET\n    path: /vps/*"
    ),
    (
        'key "a" {\n  enabled = false\n  rule {\n    method = "DELETE"\n    path = "/me"\n  }\n}\n'
        'key "b" {\n  rule {\n    method = "GET"\n    path = "/vps/*"\n  }\n}'
    ),
    (
        '<key status="expired"><rule method="DELETE" path="/me"/></key>'
        '<key status="valid"><rule method="GET" path="/vps/*"/></key>'
    ),
]


#: Names of lists whose rules are surplus, refused or of the past.
SURPLUS = [
    *("ignore", "notGranted", "not_granted", "unauthorized", "archived", "inactive", "unneeded"),
    *("unused", "excess", "excessive", "tooMuch", "too_much", "retired", "dangerous", "bad"),
    *("legacy", "expired", "revoke", "alt", "ancien", "anciennes", "viejo", "rulesToRemove"),
    *("rights_to_revoke", "unused_rules", "wrongRights", "outdated"),
]
#: Names of what there is, and of what is wanted instead.
REPLACED = [
    *(("from", "to"), ("was", "now"), ("current", "desired"), ("actual", "expected")),
    *(("existing_rules", "wanted_rules"), ("present", "target"), ("currentRights", "neededRights")),
]


def _notations(denied: str, granted: str) -> list[str]:
    """An object of both names, in every notation."""
    deny, grant = {"method": "DELETE", "path": "/*"}, {"method": "GET", "path": "/vps/*"}
    return [
        json.dumps({denied: [deny], granted: [grant]}),
        json.dumps({granted: grant, denied: deny}, indent=2),
        f"{denied}:\n  method: DELETE\n  path: /*\n{granted}:\n  method: GET\n  path: /vps/*",
        f"{granted}:\n- method: GET\n  path: /vps/*\n{denied}:\n- method: DELETE\n  path: /*",
        f"{denied}:\n  - DELETE /*\n{granted}:\n  - GET /vps/*",
    ]


@pytest.mark.parametrize("name", SURPLUS)
def test_rules_below_a_name_of_what_is_surplus_are_left_and_said(name: str) -> None:
    for text in _notations(name, "rules"):
        reading = read_rules(text)
        assert [str(rule) for rule in reading.rules] == ["GET /vps/*"], text
        assert reading.leftovers


@pytest.mark.parametrize("name", ["extra", "extraRules", "optional", "alternatives"])
def test_rules_below_a_name_that_leaves_it_open_are_taken_and_said(name: str) -> None:
    for text in _notations(name, "rules"):
        reading = read_rules(text)
        said = {str(piece.rules[0]): piece.remarks for piece in reading.pieces}
        assert said["DELETE /*"], text
        assert not said["GET /vps/*"], text


@pytest.mark.parametrize(("there", "wanted"), REPLACED)
def test_what_there_is_is_left_beside_what_is_wanted(there: str, wanted: str) -> None:
    for text in _notations(there, wanted):
        reading = read_rules(text)
        assert [str(rule) for rule in reading.rules] == ["GET /vps/*"], text
        assert reading.leftovers


@pytest.mark.parametrize("there", ["current", "existing", "from"])
def test_what_there_is_is_read_where_nothing_else_is_wanted(there: str) -> None:
    text = json.dumps({there: [{"method": "GET", "path": "/vps/*"}]})
    assert [str(rule) for rule in read_rules(text).rules] == ["GET /vps/*"]


@pytest.mark.parametrize("text", HOLDERS)
def test_rules_whose_holder_is_not_in_force_are_left_and_said(text: str) -> None:
    reading = read_rules(text)
    assert [str(rule) for rule in reading.rules] == ["GET /vps/*"]
    assert all("so it is left" in str(part.reason) for part in reading.leftovers)
    assert reading.leftovers


@given(
    st.sampled_from([("status", "expired"), ("revoked", True), ("enabled", False)]),
    st.booleans(),
    st.sampled_from([None, 2, 4]),
    st.integers(0, 2),
)
def test_a_key_before_or_behind_its_rules_says_it_at_any_depth(
    key: tuple[str, object], is_first: bool, indent: int | None, depth: int
) -> None:
    rules: dict[str, object] = {"rules": [{"method": "DELETE", "path": "/me"}]}
    said = dict([key])
    held: dict[str, object] = {**said, **rules} if is_first else {**rules, **said}
    for _ in range(depth):
        held = {"name": "x", "of": held}
    text = json.dumps([held, {"rules": [{"method": "GET", "path": "/vps/*"}]}], indent=indent)
    assert [str(rule) for rule in read_rules(text).rules] == ["GET /vps/*"]


@pytest.mark.parametrize("text", OBJECTS)
def test_a_rule_whose_object_denies_it_is_left(text: str) -> None:
    assert [str(rule) for rule in read_rules(text).rules] == ["GET /vps/*"]


def test_a_text_in_an_object_is_no_rule() -> None:
    text = (
        '[{"method":"POST","path":"/vps/*/reboot","description":"see POST /vps/*/rebuild"},'
        '{"method":"GET","path":"/me","body":{"target":"DELETE /vps/*"}}]'
    )
    reading = read_rules(text)
    assert [str(rule) for rule in reading.rules] == ["POST /vps/*/reboot", "GET /me"]
    said = {text[part.start : part.end]: str(part.reason) for part in reading.leftovers}
    assert "in a description" in said["POST /vps/*/rebuild"]
    assert "in a description" in said["DELETE /vps/*"]
