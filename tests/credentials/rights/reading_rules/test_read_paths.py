"""Paths that a text broke, marked, put together or left open: never taken without a word."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from credentials.core import Method
from credentials.rights import bundled_catalogue, read_rules
from credentials.rights.reading_rules.meaning.idle_rules import idle_rules
from credentials.rights.reading_rules.pieces import Leftover
from credentials.rights.reading_rules.rule_reader import RuleReading

LINK = "https://eu.api.ovh.com/createToken/?"
JOINED, GOES_ON, TAKEN_OFF = "was joined", "go on in the next line", "was taken off its end"
ROUTES = sorted({each.path for each in bundled_catalogue().operations if "{" not in each.path})


def said_parts(reading: RuleReading) -> list[Leftover]:
    """What is said of a text, but for rules that reach nothing."""
    idle = list(idle_rules(reading.text, reading.pieces))
    return [part for part in reading.said_parts if part not in idle]


def said(reading: RuleReading) -> str:
    return " ".join(str(part.reason) for part in said_parts(reading))


#: What follows the beginning of a createToken link, its rules, and words that are said of it.
WRAPPED = [
    ("GET=/vps/*&POST=/domain/\n  zone/*", ["GET /vps/*", "POST /domain/zone/*"], JOINED),
    ("GET=/me&GET=/cloud/project/\r\n> abc/*", ["GET /me", "GET /cloud/project/abc/*"], JOINED),
    ("POST=/dom\nain/zone/*&PUT=/me", ["POST /domain/zone/*", "PUT /me"], JOINED),
    ("GET=/me&PO\nST=/vps/*", ["GET /me", "POST /vps/*"], JOINED),
    ("GET=/me&POST=\n/vps/*", ["GET /me", "POST /vps/*"], JOINED),
    ("GET=/me&\n> POST=/vps/*", ["GET /me", "POST /vps/*"], ""),
    ("GET=/me\n&POST=/vps/*", ["GET /me", "POST /vps/*"], ""),
    ("GET=/vps/*=\r\n&POST=/me", ["GET /vps/*", "POST /me"], ""),
    ("GET=/me/api/cred\nential", ["GET /me/api/credential"], JOINED),
    ("GET=%2Fdomain%2F\nzone%2F*", ["GET /domain/zone/*"], JOINED),
    ("GET=/domain/zone/my-own.\nfr/*", ["GET /domain/zone/my-own.fr/*"], JOINED),
    ("GET=/me&GET=/domain/zone/my\nown.fr", ["GET /me"], GOES_ON),
    ("GET=/me\nThanks, Bob", ["GET /me"], ""),
    ("GET=/vps/*\nand/or more", ["GET /vps/*"], ""),
    ("GET=/domain/zone/\nThanks", ["GET /domain/zone/"], ""),
    ("GET=/me\n\nGET /vps", ["GET /me", "GET /vps"], ""),
]  # fmt: skip


@pytest.mark.parametrize(("query", "rules", "words"), WRAPPED)
def test_a_link_that_was_broken_into_lines(query: str, rules: list[str], words: str) -> None:
    reading = read_rules(LINK + query)
    assert [str(rule) for rule in reading.rules] == rules
    assert words in said(reading)
    assert bool(words) == bool(said_parts(reading))


def test_a_rule_whose_path_goes_on_in_the_next_line_is_left() -> None:
    reading = read_rules("POST /domain/\n  zone/*\nGET /me")
    assert [str(rule) for rule in reading.rules] == ["GET /me"]
    assert GOES_ON in said(reading)


#: A rule whose path goes on in the next line or row.
PARTED = [
    "DELETE /vps/*\n/ips/*",
    "- DELETE /vps/*\n  /ips/*",
    "DELETE\t/vps/*\n\t/ips/*",
    "DELETE /domain/zone/*\n/record",
    "| DELETE | /vps/* |\n|        | /ips/* |",
    "| DELETE | /vps/* | all |\n| | /ips/* | of them |",
    "| DELETE | /vps/* |\n|--------|--------|\n| | /ips/* |",
    "│ DELETE │ /vps/* │\n├────────┼────────┤\n│ │ /ips/* │",
    "| DELETE | /domain/zone/ |\n| | acme.fr/* |",
    "<tr><td>DELETE</td><td>/vps/*</td></tr><tr><td></td><td>/ips/*</td></tr>",
]


@pytest.mark.parametrize("text", PARTED)
def test_a_rule_whose_path_goes_on_in_the_next_row_is_left(text: str) -> None:
    reading = read_rules(f"{text}\n")
    assert reading.rules == ()
    assert GOES_ON in said(reading)


@pytest.mark.parametrize(
    "text",
    ["GET /me\n/vps", "| GET | /me |\n| POST | /vps/* |", "| GET | /me |\n| | see docs |"],
)
def test_what_is_no_rest_of_a_path_leaves_the_rule(text: str) -> None:
    assert "GET /me" in [str(rule) for rule in read_rules(text).rules]


@given(
    st.lists(st.tuples(st.sampled_from(Method), st.sampled_from(ROUTES)), min_size=1, max_size=4),
    st.sampled_from(["\n", "\r\n", "\n> ", "\r\n>> ", "\n    ", " \n"]),
    st.data(),
)
def test_a_broken_link_gives_its_own_rules_or_says_that_it_goes_on(
    pairs: list[tuple[Method, str]], line_break: str, data: st.DataObject
) -> None:
    link = LINK + "&".join(f"{method}={path}" for method, path in pairs)
    place = data.draw(st.integers(len(LINK) + 1, len(link) - 1))
    reading = read_rules(f"{link[:place]}{line_break}{link[place:]}")
    if not said_parts(reading):
        # Only between two rules may a break go without a word, or where both halves are routes.
        halves = [*pairs, (pairs[-1][0], link[:place].rpartition("=")[2])]
        assert {str(rule) for rule in reading.rules} <= {f"{m} {path}" for m, path in halves}
    elif not reading.leftovers:
        assert [str(rule) for rule in reading.rules] == [f"{m} {path}" for m, path in pairs]


#: A text, its one rule or none, and words that are said of it.
MARKS = [
    (LINK + "GET=/me+", "GET /me", TAKEN_OFF),
    (LINK + "DELETE=/vps_", "DELETE /vps", TAKEN_OFF),
    (LINK + "DELETE=/vps-", "DELETE /vps", TAKEN_OFF),
    (LINK + "DELETE=/vps/**bold**", "", "behind a star"),
    (LINK + "DELETE=/vps/*%20", "DELETE /vps/*", TAKEN_OFF),
    (LINK + "DELETE=/vps/*%0A", "DELETE /vps/*", TAKEN_OFF),
    (LINK + "DELETE=/domain/zone/my+zone/*", "DELETE /domain/zone/my+zone/*", "a plus sign"),
    ("GET /vps/*-->", "GET /vps/*", TAKEN_OFF),
    ("GET /vps/*+", "GET /vps/*", TAKEN_OFF),
    ("GET /vps/*_", "GET /vps/*", TAKEN_OFF),
    ("GET /vps/*~", "GET /vps/*", TAKEN_OFF),
    ("GET /vps/*…", "GET /vps/*", TAKEN_OFF),
    ("GET /vps/*...", "GET /vps/*", ""),
    ("GET /vps/**", "GET /vps/**", "no more than one star"),
    ("GET /vps/***", "GET /vps/***", "no more than one star"),
    ("GET /domain/zone/*.fr/*", "GET /domain/zone/*.fr/*", "behind a star"),
    ("GET /vps/*@prod", "", "behind a star"),
    ("GET /vps/*:443", "", "behind a star"),
    ("GET /vps/.*", "", "regular expression"),
    ("GET //me", "", "two slashes"),
    ("GET /domain/zone//record", "", "two slashes"),
    ("GET /me/../vps", "", "by its dots"),
    ("GET /me/%2e%2e/vps", "", "by its dots"),
    ("GET /me%2Fapi", "", "%2F"),
    ("GET /me%252Fapi", "", "%25"),
    ("PUT /ip/192.0.2.0%2F24/task", "PUT /ip/192.0.2.0%2F24/task", ""),
    ("GET /ip/2001:db8::%2F64/reverse", "GET /ip/2001:db8::%2F64/reverse", ""),
    ("GET /ip/2001:41D0:a:b::%2f56", "GET /ip/2001:41D0:a:b::%2f56", ""),
    ("GET /ip/2001%3Adb8%3A%3A%2F64", "GET /ip/2001%3Adb8%3A%3A%2F64", ""),
    ("GET /ip/1:2:3:4:5:6:7:8%2F128", "GET /ip/1:2:3:4:5:6:7:8%2F128", ""),
    ("GET /vps:a%2Fb/x", "", "%2F"),
    ("GET /ip/2001:db8::%2F", "", "%2F"),
    ("<rule method=GET path=/me/>", "", "“>”"),
    ("<https://eu.api.ovh.com/createToken/?GET=/domain/zone/>", "GET /domain/zone/", ""),
    ("GET /domain/zone/my zone/*", "", "a space"),
    ("GET /domain/zone/{a.fr,b.fr}/*", "", "several names"),
    ("GET /do\u200bmain/zo\u00adne", "GET /domain/zone", "cannot be seen"),
    ("GET /domain\uff0bzone", "GET /domain+zone", "wide characters"),
    ("\uff27\uff25\uff34\u3000\uff0fvps\uff0f\uff0a", "GET /vps/*", "wide characters"),
    ("GET /v2/okms/*", "GET /okms/*", "/v2/okms/* would grant nothing"),
    ("GET /v2/*", "GET /v2/*", "grants nothing"),
    ("GET https://eu.api.ovh.com/v2/okms", "GET /okms", ""),
    ("GET /domain/zone/example.com/*", "GET /domain/zone/example.com/*", "a name of examples"),
    ("https://evil.example/createToken/?GET=/me", "", "no host of OVHcloud's"),
    ("curl -X PUT https://evil.example/v1/me", "PUT /me", "no host of OVHcloud's"),
    (LINK.replace("?", "#") + "GET=/me", "GET /me", ""),
    (LINK + "GET[]=/me", "GET /me", ""),
]


@pytest.mark.parametrize(("text", "rule", "words"), MARKS)
def test_marks_and_shapes_that_no_route_has(text: str, rule: str, words: str) -> None:
    reading = read_rules(text)
    assert [str(each) for each in reading.rules] == ([rule] if rule else [])
    assert words in said(reading)
    assert bool(words) == bool(said_parts(reading))


@given(
    st.sampled_from(Method),
    st.sampled_from(ROUTES),
    st.sampled_from(["", "/*"]),
    st.text("_-+~:@*.%2e0A/", min_size=1, max_size=5),
    st.sampled_from(
        ["{0} {1}", LINK + "{0}={1}", '{{"method":"{0}","path":"{1}"}}', "- {0} {1}\n"]
    ),
)
def test_what_marks_add_to_a_route_is_said(
    method: Method, route: str, star: str, marks: str, form: str
) -> None:
    assume(marks.strip(".:") and marks != "/")
    reading = read_rules(form.format(method, f"{route}{star}{marks}"))
    assert (
        reading.said_parts or reading.blanks or all(_is_plain(rule.path) for rule in reading.rules)
    )


def _is_plain(path: str) -> bool:
    """Whether every part of a path ends with a letter, a number or a star, and none is empty."""
    parts = path.removesuffix("/").split("/")[1:]
    return all(part == "*" or part.removesuffix("*")[-1:].isalnum() for part in parts)


#: Code of many languages, its rule or none where the end of the path is not told.
CODE = [
    ('api.get("/vps/\\(name)/ips")', "GET /vps/{name}/ips"),
    ('api.Get("/vps/" & name & "/ips")', "GET /vps/{name}/ips"),
    ('api.Get("/vps/" & name)', "GET /vps/{name}"),
    ('$ovh->delete("/vps/".$id."/ips/".$ip);', "DELETE /vps/{id}/ips/{ip}"),
    ("$ovh->get('/vps/' . $this->id . '/ips')", "GET /vps/{id}/ips"),
    ("client.get('/vps/' + vps['name'] + '/ips')", "GET /vps/{name}/ips"),
    ('client.get("/vps/" + str(vps_id) + "/ips/" + ip.toString())', "GET /vps/{vps_id}/ips/{ip}"),
    ('client.Get("/vps/"+url.PathEscape(vps), nil)', "GET /vps/{vps}"),
    ('client.get("/vps/#{vps[:id]}/ips")', "GET /vps/{vps_id}/ips"),
    ('client.get("/vps/${encodeURIComponent(vps)}/ips")', "GET /vps/{vps}/ips"),
    ("client.get(`/vps/${vps.id}/ips`)", "GET /vps/{vps_id}/ips"),
    ('client.get("/vps/$vps/ips")', "GET /vps/{vps}/ips"),
    ('client.get($"/vps/{vps.Name}/ips")', "GET /vps/{vps_Name}/ips"),
    ('client:get("/vps/" .. vps .. "/ips")', "GET /vps/{vps}/ips"),
    ('get("/vps/" <> vps <> "/ips")', "GET /vps/{vps}/ips"),
    ('client.Get(fmt.Sprintf("/vps/%s/ips/%s", a, b))', "GET /vps/{serviceName}/ips/{ipAddress}"),
    ('client.get(String.format("/vps/%s/ips", a))', "GET /vps/{serviceName}/ips"),
    ('client.get("/vps/{}/ips/{}".format(a, b))', "GET /vps/{serviceName}/ips/{ipAddress}"),
    ('client.get("/vps/%s/ips" % a)', "GET /vps/{serviceName}/ips"),
    ('client.get(&format!("/vps/{}", a))', "GET /vps/{serviceName}"),
    ("client.get(f\"/vps/{quote(vps, safe='')}/ips\")", "GET /vps/{vps}/ips"),
    ("client.get(f\"/vps/{vps['id']}/ips\")", "GET /vps/{vps_id}/ips"),
    ("GET /a/%s/b/%s", "GET /a/{name}/b/{name2}"),
    ('client.get("/vps/" + (a or b))', ""),
    ('client.get("/vps" + suffix)', ""),
    ('client.get("/vps/" + vps + rest)', ""),
    ('get(paste0("/vps/", vps, "/ips"))', ""),
    ('client.get(path.join("/vps/", vps))', ""),
    ('client.get("/vps/" % vps)', ""),
    ('client.get("/vps/%s" % vps + "/ips")', ""),
    ('client.get("/vps/", vps)', ""),
    ('client.get("/vps" + "/" + vps)', "GET /vps/{vps}"),
    ("$ovh->get('/vps'.'/'.$id)", "GET /vps/{id}"),
    ("client.get('/vps/'.concat(id))", ""),
    ("client.get(['/vps', id].join('/'))", ""),
    ("client.get('/'.join(['/vps', id]))", ""),
]


@pytest.mark.parametrize(("text", "rule"), CODE)
def test_a_path_that_code_puts_together_has_blanks_or_is_left(text: str, rule: str) -> None:
    reading = read_rules(text)
    assert [str(each) for each in reading.rules] == ([rule] if rule else [])
    assert reading.blanks or reading.leftovers


EXPRESSIONS = st.sampled_from(
    ['"{0}" + vps + "{1}"', "'{0}' + str(vps) + '{1}'", '"{0}" & vps & "{1}"', '"{0}".$vps."{1}"',
     "'{0}' . $vps . '{1}'", '"{0}" .. vps .. "{1}"', '"{0}" <> vps <> "{1}"', '"{0}#{{vps}}{1}"',
     '"{0}${{vps}}{1}"', "`{0}${{vps}}{1}`", '"{0}\\(vps){1}"', 'f"{0}{{vps}}{1}"',
     '"{0}%s{1}", vps', '"{0}{{0}}{1}", vps', '"{0}" + vps.id() + "{1}"',
     '"{0}" + encode(vps) + "{1}"',
     '"{0}$(vps){1}"', '"{0}@{{[vps]}}{1}"', '"{0}%@{1}", vps', '"{0}" + vps["vps"] + "{1}"']
)  # fmt: skip


@given(
    EXPRESSIONS, st.sampled_from(["/vps/", "/domain/zone/", "/a/b/"]), st.sampled_from(["", "/c"])
)
def test_an_expression_in_a_path_is_one_blank(form: str, before: str, after: str) -> None:
    assume(after or not form.endswith(('"{1}"', "'{1}'")))
    reading = read_rules(f"client.get({form.format(before, after)})")
    (rule,) = reading.rules
    assert rule.path == f"{before}{{{reading.blanks[0]}}}{after}"


STANDING_IN = ["-zoneName-", "ihre-domain.de", "votre-domaine.fr", "twoja-domena.pl", "zone_name",
               "null", "undefined", "None", "vpsXXXX.ovh.net", "xxx", "YOUR_ID", "your-domain.tld",
               "su-dominio.es", "tuo-dominio.it", "beispiel.de", "exemple.fr", "domain.com",
               "sms-xx00000-1", "00000000000000000000000000000000", "nom-de-domaine.fr",
               "%s", "{}", "…", "<id>", "$ZONE", "{{ zone }}", "NOM_DU_SERVICE",
               "ns0000000.ip-1-2-3.eu", "mein-server.ovh.net", "service-name"]  # fmt: skip


@pytest.mark.parametrize("name", STANDING_IN)
def test_a_name_that_stands_for_another_is_a_blank(name: str) -> None:
    reading = read_rules(f"DELETE /domain/zone/{name}/record")
    (rule,) = reading.rules
    assert rule.path == f"/domain/zone/{{{reading.blanks[0]}}}/record"


def test_blanks_without_a_name_are_named_apart_unless_they_stand_at_one_place() -> None:
    reading = read_rules("GET /sms/{}/jobs\nGET /vps/{}\nPUT /vps/{}/ips/{}\nGET /b/{}\nGET /c/{}")
    assert [rule.path for rule in reading.rules] == [
        "/sms/{serviceName}/jobs",
        "/vps/{serviceName2}",
        "/vps/{serviceName2}/ips/{ipAddress}",
        "/b/{name}",
        "/c/{name2}",
    ]
