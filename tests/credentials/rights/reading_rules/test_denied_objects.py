"""Keys of an object, a section or a block that say whether its rule is allowed."""

from __future__ import annotations

import pytest

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
