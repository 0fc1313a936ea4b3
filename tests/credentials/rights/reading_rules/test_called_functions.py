"""Rules in calls that take them away, try them or go elsewhere are taken with a remark."""

from __future__ import annotations

import pytest

from credentials.rights import read_rules

DOUBTFUL = {
    'rules.remove(new AccessRule("DELETE", "/me"));': "remove",
    'rules.remove(("DELETE", "/me"))': "remove",
    'rules.RemoveAll(r => r.Method == "DELETE" && r.Path == "/me");': "RemoveAll",
    'assert_refused("DELETE", "/me")': "assert_refused",
    'expectForbidden("DELETE", "/me")': "expectForbidden",
    "app.get('/me', (req, res) => res.json({}))": "app",
    "router.post('/vps', handler)": "router",
    '@app.get("/me")\ndef me(): pass': "app",
    "Route::get('/me', [MeController::class, 'show'])": "Route",
    '@GetMapping("/me")': "GetMapping",
    '[HttpGet("/me")]': "HttpGet",
    'cache.get("/domain/zone")': "cache",
    "redis.delete('/vps')": "redis",
    "axios.get('/me')": "axios",
    "curl -X DELETE http://localhost:8080/me": "localhost",
    "curl -X DELETE https://127.0.0.1/me": "127.0.0.1",
}
CALLS = [
    "client.get('/me')",
    "$ovh->get('/me')",
    "await ovh.requestPromised('GET', '/me')",
    'ck.add_rule("GET", "/me")',
    "this.api.get('/me')",
    "self.client.get('/me')",
    'client.call("GET", "/me", None, True)',
    "client.call('GET', '/me', null)",
    "curl https://eu.api.ovh.com/1.0/me",
]


@pytest.mark.parametrize(("text", "name"), DOUBTFUL.items())
def test_a_call_that_may_not_ask_for_its_rule_is_said(text: str, name: str) -> None:
    reading = read_rules(text)
    assert reading.pieces
    for piece in reading.pieces:
        assert name in " ".join(map(str, piece.remarks))


@pytest.mark.parametrize("text", CALLS)
def test_a_call_of_a_client_is_read_without_a_word(text: str) -> None:
    reading = read_rules(text)
    assert [str(rule) for rule in reading.rules] == ["GET /me"]
    assert not reading.said_parts


def test_a_rule_that_is_taken_away_later_is_said_where_it_is_made() -> None:
    text = 'rules = [("GET", "/me"), ("PUT", "/me")]\nrules.remove(("PUT", "/me"))'
    said = [(str(piece.rules[0]), bool(piece.remarks)) for piece in read_rules(text).pieces]
    assert said == [("GET /me", False), ("PUT /me", True), ("PUT /me", True)]
