"""What stands before a path and belongs to it: the tail is no rule of its own."""

from __future__ import annotations

from itertools import product

import pytest

from credentials.rights import read_rules

NOT_TOLD = "belongs to its path and is not told here"

#: Ways in which a path begins with what is not told, the tail in the place of %s.
BEGINNINGS = (
    "prefix + '%s'",
    'prefix+"%s"',
    "$prefix . '%s'",
    "self.prefix() + '%s'",
    "`${prefix}%s`",
    "f'{prefix}%s'",
    'names[0] ~ "%s"',
    'prefix & "%s"',
    'prefix .. "%s"',
    "prefix || '%s'",
    'urljoin(prefix, "%s")',
    "'/unknown' + '%s'",
)
#: What asks for a rule, or calls, with the path in the place of %s.
NOTATIONS = (
    "{ method: 'DELETE', path: %s }",
    "{'path': %s, 'method': 'PUT'}",
    "['method' => 'DELETE', 'path' => %s]",
    "ck.add_rules(ovh.API_READ_WRITE, %s)",
    "ck.add_rule('DELETE', %s)",
    "client.delete(%s)",
    'client.Delete(%s, nil)',
    "new AccessRight('DELETE', %s)",
)  # fmt: skip


@pytest.mark.parametrize("tail", ["/*", "/record", "/record/*", "/{id}"])
def test_a_tail_is_no_rule_whatever_it_is_put_behind(tail: str) -> None:
    taken = [
        text
        for notation, beginning in product(NOTATIONS, BEGINNINGS)
        if read_rules(text := notation % (beginning % tail)).rules
    ]
    assert taken == []


@pytest.mark.parametrize(
    "text",
    [
        "{ method: 'DELETE', path: prefix + '/*' }",
        "{ method: 'DELETE', path: prefix + '*' }",
        "client.delete(base + '/record')",
        "GET $BASE/record",
        "GET {{baseUrl}}/record",
        "GET {zone}/record",
        "curl -X DELETE $BASE/*",
        "GET <base>/*",
        'access_rules { method = "DELETE"  path = join("/", [var.base, "*"]) }',
        "{ method: 'GET', path: `${prefix}/*` }",
        "{ method: 'DELETE', path: [prefix, '*'].join('/') }",
        '{"method": "DELETE", "path": {"Fn::Join": ["/", ["", {"Ref": "Zone"}, "*"]]}}',
    ],
)
def test_the_reason_is_said(text: str) -> None:
    reading = read_rules(text)
    assert reading.rules == ()
    assert [part for part in reading.problems if NOT_TOLD in str(part.reason)]


@pytest.mark.parametrize(
    "text",
    [
        'client.get(base_url + "/me")',
        "GET $OVH_API/me",
        "GET {{base_url}}/me",
        "GET {endpoint}/me",
        "`GET` + `/me`",
        '"GET" + "/me"',
        'client.get("https://eu.api.ovh.com/1.0" + "/me")',
        "<rule><method>GET</method><path>/me</path></rule>",
    ],
)
def test_the_address_of_the_api_is_no_part_of_a_path(text: str) -> None:
    assert [str(rule) for rule in read_rules(text).rules] == ["GET /me"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("['method' => 'DELETE', 'path' => '/domain' . '/*']", "DELETE /domain/*"),
        ("{'path': '/me' + '/*', 'method': 'PUT'}", "PUT /me/*"),
        ("$ovh->get('/domain' . '/zone');", "GET /domain/zone"),
        ("client.get('/domain'\n    '/zone')", "GET /domain/zone"),
        ('client.get("/domain" "/zone" "/*")', "GET /domain/zone/*"),
        ("client.get('/domain' + '/zone' + '/*')", "GET /domain/zone/*"),
        ('client.get("/vps/" "ips")', "GET /vps/ips"),
        ('client.get("/vps" + "/ips")', "GET /vps/ips"),
        ("client.get('/domain/zone/' + zone + '/record')", "GET /domain/zone/{zone}/record"),
    ],
)
def test_strings_that_are_told_are_one_path(text: str, rule: str) -> None:
    assert [str(rule) for rule in read_rules(text).rules] == [rule]


def test_two_paths_of_a_list_are_not_joined() -> None:
    assert [str(rule) for rule in read_rules("GET '/me', '/vps'").rules] == ["GET /me", "GET /vps"]
    assert [str(rule) for rule in read_rules("GET `/me` + `/vps`").rules] == ["GET /me"]
