"""Whatever a text is, its rules are read and nothing of the sentence around them enters a path."""

from __future__ import annotations

import pytest

from credentials.core import API_HOSTS, HOST_ALIAS, RuleError
from credentials.rights import read_rules
from credentials.rights.reading_rules.rule_reader import RuleReading
from tests.steps import SOON, steps_of


def lines(reading: RuleReading) -> list[str]:
    return [str(rule) for rule in reading.rules]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (
            (
                "Client error: `POST https://eu.api.ovh.com/1.0/sms/sms-ab12345-1/jobs` resulted "
                "in a `403 Forbidden` response"
            ),
            ["POST /sms/sms-ab12345-1/jobs"],
        ),
        (
            "[page](https://api.ovh.com/createToken/?GET=/*&DELETE=/*). Done.",
            ["GET /*", "DELETE /*"],
        ),
        (
            "<https://api.ovh.com/createToken/?GET=/vps*&GET=/cloud*>",
            ["GET /vps*", "GET /cloud*"],
        ),
        ("GET /domain/zone/*, POST /domain/zone/*", ["GET /domain/zone/*", "POST /domain/zone/*"]),
        ("GET /domain/zone/* # note", ["GET /domain/zone/*"]),
        ("https://api.ovh.com/createToken/?GET=/a/*,POST=/a/*", ["GET /a/*", "POST /a/*"]),
        (
            "GET/POST/PUT/DELETE /domain/zone/example.com/*",
            [f"{method} /domain/zone/example.com/*" for method in ("GET", "POST", "PUT", "DELETE")],
        ),
        ("`GET /me`.", ["GET /me"]),
        ("(GET /me)", ["GET /me"]),
        ("ca.api.ovh.com/createToken/?get=/me&amp;post=/a", ["GET /me", "POST /a"]),
    ],
)
def test_text_around_a_path_stays_outside_the_rule(text: str, rules: list[str]) -> None:
    assert lines(read_rules(text)) == rules


@pytest.mark.parametrize(
    ("text", "rules", "blanks"),
    [
        ("GET /domain/zone/$ZONE/record", "GET /domain/zone/{ZONE}/record", "ZONE"),
        ("GET /domain/zone/${ZONE}/record", "GET /domain/zone/{ZONE}/record", "ZONE"),
        (
            "GET /domain/zone/<REQUIRED_DOMAIN>/*",
            "GET /domain/zone/{REQUIRED_DOMAIN}/*",
            "REQUIRED_DOMAIN",
        ),
        ("DELETE /vps/<id>", "DELETE /vps/{id}", "id"),
        ("GET /vps/:id/ips", "GET /vps/{id}/ips", "id"),
        ("GET /vps/{{ vps_name }}/ips", "GET /vps/{vps_name}/ips", "vps_name"),
        ("GET /domain/zone/%s/record", "GET /domain/zone/{zoneName}/record", "zoneName"),
        ("GET /domain/zone/YOUR_DOMAIN/record", "GET /domain/zone/{YOUR_DOMAIN}/record",
         "YOUR_DOMAIN"),
        ("client.get('/domain/zone/' + zone + '/record')", "GET /domain/zone/{zone}/record",
         "zone"),
        ("$ovh->get('/domain/zone/' . $zone . '/record')", "GET /domain/zone/{zone}/record",
         "zone"),
        ("ovh.request('POST', '/sms/…/jobs')", "POST /sms/{serviceName}/jobs", "serviceName"),
    ],
)  # fmt: skip
def test_a_placeholder_becomes_a_blank_to_fill(text: str, rules: str, blanks: str) -> None:
    reading = read_rules(text)
    assert (lines(reading), reading.blanks) == ([rules], (blanks,))


@pytest.mark.parametrize(
    "text",
    [
        "- GET /me\n- POST /a/*",
        "1. GET /me\n2. POST /a/*",
        "My rules for the mailer:\nGET /me\nPOST /a/*",
        "GET\n/me\nPOST\n/a/*",
        "GET https://eu.api.ovh.com/1.0/me\nPOST https://api.us.ovhcloud.com/v1/a/*",
        "curl https://eu.api.ovh.com/1.0/me\ncurl -XPOST -H 'A: b' 'https://eu.api.ovh.com/1.0/a/*'",
        "curl https://eu.api.ovh.com/v1/me\ncurl \\\n  https://eu.api.ovh.com/v1/a/* \\\n  -d '{}'",
        ('curl -XPOST https://eu.api.ovh.com/1.0/auth/credential -d\'{"accessRules":'
        '[{"method":"GET","path":"/me"},{"method":"POST","path":"/a/*"}]}\''),
        ('fetch("https://eu.api.ovh.com/1.0/auth/credential", {method: "POST", body: '
        'JSON.stringify({accessRules: [{method: "GET", path: "/me"},'
        '{method: "POST", path: "/a/*"}]})})'),
        ("- uri:\n    url: https://eu.api.ovh.com/1.0/auth/credential\n    method: POST\n"
        "    body:\n      accessRules:\n        - method: GET\n          path: /me\n"
        "        - method: POST\n          path: /a/*"),
        ("Invoke-RestMethod -Uri 'https://eu.api.ovh.com/1.0/auth/credential' -Method Post -Body '"
        '{"accessRules":[{"method":"GET","path":"/me"},{"method":"POST","path":"/a/*"}]}\''),
        ("_ovhdata='{\"accessRules\": [{\"method\": \"GET\",\"path\": \"/me\"},"
        '{"method":"POST","path":"\\/a\\/*"}]}\''),
        ("$rights = array((object) ['method' => 'GET', 'path' => '/me'],\n"
        "  array('method' => 'POST', 'path' => '/a/*'));"),
        "accessRules: [{ method: 'GET', path: '/me' }, { path: '/a/*', method: 'POST' }]",
        "rules:\n  - method: GET\n    path: /me\n  - path: /a/*\n    method: POST\n",
        'ck.add_rules(ovh.API_READ_ONLY, "/me")\nck.add_rule("POST", "/a/*")',
        'ckReq.AddRule("GET", "/me")\nckReq.AddRule("POST", "/a/*")',
        '{Method: "GET", Path: "/me"}, {Method: "POST", Path: "/a/*"}',
        "@{method='GET'; path='/me'}, @{method='POST'; path='/a/*'}",
        (
            'access_rules = [{\n  method = "GET"\n  path = "/me"\n}, {\n  method = "POST"\n'
            '  path = "/a/*"\n}]'
        ),
        "| GET | /me |\n| POST | /a/* |",
        "| /me | GET |\n| /a/* | POST |",
        "<tr><td>GET</td><td>/me</td></tr><tr><td>POST</td><td>/a/*</td></tr>",
        'new AccessRight("GET", "/me"), new AccessRight("POST", "/a/*")',
        "client.get('/me')\nclient.post('/a/*', x)",
        '$ovh->get("/me"); $ovh->post("/a/*", $x);',
        "GET /1.0/me HTTP/1.1\nPOST /v1/a/* HTTP/2",
        "https://eu.api.ovh.com/createToken/?GET=/me&POST=/a/*",
        "https://auth.eu.ovhcloud.com/api/createToken?GET=%2Fme&POST=%2Fa%2F*",
        ("https://api.eu.ovhcloud.com/console/?section=/me&branch=v1#get-/me\n"
        "https://eu.api.kimsufi.com/console/#/a/*~POST"),
    ],
)  # fmt: skip
def test_every_notation_gives_the_same_two_rules(text: str) -> None:
    assert lines(read_rules(text)) == ["GET /me", "POST /a/*"]


def test_a_recursive_rule_of_an_sdk_is_the_path_and_all_below() -> None:
    text = "ck.add_recursive_rules(ovh.API_READ_WRITE_SAFE, '/sms')"
    rules = {f"{method} {path}" for method in ("GET", "POST", "PUT") for path in ("/sms", "/sms/*")}
    assert set(lines(read_rules(text))) == rules


def test_a_console_link_names_a_parameter_as_a_blank() -> None:
    link = (
        "https://api.eu.ovhcloud.com/console/?section=/domain&branch=v1#get-/domain/zone/-zoneName-"
    )
    reading = read_rules(link)
    assert (lines(reading), reading.blanks) == (["GET /domain/zone/{zoneName}"], ("zoneName",))


@pytest.mark.parametrize("host", sorted({HOST_ALIAS, *(row.host for row in API_HOSTS)}))
def test_a_call_to_any_host_of_the_table_is_read(host: str) -> None:
    assert lines(read_rules(f"DELETE https://{host}/domain/zone/*")) == ["DELETE /domain/zone/*"]


def test_an_address_elsewhere_is_no_call() -> None:
    assert lines(read_rules("GET https://help.ovhcloud.com/articles")) == []


def test_a_version_is_no_part_of_a_rule() -> None:
    assert lines(read_rules("GET /v2/okms/resource")) == ["GET /okms/resource"]


@pytest.mark.parametrize("path", ["/v2/*", "/1.0/*", "/v1/*/x"])
def test_no_rule_is_widened_by_taking_its_version_off(path: str) -> None:
    assert lines(read_rules(f"GET {path}")) == [f"GET {path}"]


def test_what_was_taken_and_what_was_left_have_their_places() -> None:
    text = "See /docs, then GET /me and HEAD\nPUT it."
    reading = read_rules(text)
    assert [text[piece.start : piece.end] for piece in reading.pieces] == ["GET /me"]
    assert [text[left.start : left.end] for left in reading.leftovers] == ["/docs", "PUT"]


def test_a_character_that_no_path_has_is_said_and_gives_no_rule() -> None:
    reading = read_rules("GET /domain/zone/exämple.com")
    assert reading.rules == ()
    assert "“ä”" in str(reading.problems[0].reason)


@pytest.mark.parametrize(
    "part",
    ["/", "GET ", "(", "GET /a,", "https://", "?GET=", "x.y/", "<a ", "{{", "curl ", "$a", "%7B",
     "\"+a", "a.", "curl https://eu.api.ovh.com/1.0/me \\\n", "GET,"],
)  # fmt: skip
def test_long_texts_take_steps_in_proportion(part: str) -> None:
    short, long = (part * (length // len(part)) for length in (4_000, 16_000))
    assert steps_of(lambda: read_rules(long)) <= 6 * steps_of(lambda: read_rules(short)) + SOON


def test_too_much_text_is_refused() -> None:
    with pytest.raises(RuleError, match="more than 300 KB"):
        read_rules("x" * 300_001)
