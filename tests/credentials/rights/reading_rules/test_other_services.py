"""Calls of a program to another service are left and said; doubtful ones have a remark."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials.rights import read_rules

ELSEWHERE = "no host of OVHcloud's"
#: Programs of which no call goes to OVHcloud.
OTHERS = [
    "const api = axios.create({ baseURL: 'https://api.example.com' });\napi.get('/users');",
    "const api = axios.create({\n  baseURL: 'https://api.example.com',\n});\napi.delete('/x');",
    "s = Session(base_url='https://api.github.com')\ns.get('/user')",
    'client = Client(endpoint="https://api.scaleway.com")\nclient.delete(\'/me\')',
    "const BASE = 'https://api.cloudflare.com/v4';\nfetch(BASE + '/zones', {method: 'GET'})",
    "$client = new Client(['base_uri' => 'https://api.example.com']);\n$client->get('/me');",
    'HttpClient c = new() { BaseAddress = new Uri("https://a.example.com") };\nc.GetAsync("/me");',
    "conn = Faraday.new(url: 'https://api.example.com')\nconn.get('/me')",
    'c := resty.New().SetBaseURL("https://api.example.com")\nc.R().Get("/me")',
    "API=https://api.hetzner.cloud/v1\ncurl -X DELETE $API/servers/1",
    "@baseUrl = https://api.example.com\n\nGET {{baseUrl}}/users",
    "baseURL: https://api.example.com\nmethod: GET\npath: /me",
    '{"method": "POST", "host": "api.example.com", "path": "/b"}',
]  # fmt: skip


@pytest.mark.parametrize("text", OTHERS)
def test_a_call_to_another_service_is_left_and_said(text: str) -> None:
    reading = read_rules(text)
    assert reading.rules == ()
    assert any(ELSEWHERE in str(part.reason) for part in reading.leftovers)


@pytest.mark.parametrize(
    "text",
    [
        "client = httpx.Client(base_url='https://eu.api.ovh.com/1.0')\nclient.get('/me')",
        "API=https://eu.api.ovh.com/1.0\ncurl $API/me",
        "curl {{base_url}}/me",
        "requests.get(BASE_URL + '/me')",
        "ovh = ovh.Client()\nhook = 'https://hooks.example.com/x'\novh.get('/me')",
        "Documentation: https://docs.example.com\nGET /me",
        "homepage: https://example.com\nrules:\n  - GET /me",
        '{"accessRules":[{"method":"GET","path":"/me"}],"redirection":"https://my.example/cb"}',
        "OVH_ENDPOINT=ovh-eu\nWEBHOOK_URL=https://hooks.example.com\nGET /me",
    ],
)
def test_a_call_to_ovhcloud_is_read_without_a_word(text: str) -> None:
    reading = read_rules(text)
    assert [str(rule) for rule in reading.rules] == ["GET /me"]
    assert not [remark for piece in reading.pieces for remark in piece.remarks]


def test_a_variable_of_another_name_is_a_doubt() -> None:
    reading = read_rules("curl -X DELETE $HETZNER_API/vps/1")
    assert "Where HETZNER_API leads" in str(reading.said_parts[0].reason)


@given(
    st.sampled_from(["axios.create({{baseURL: '{}'}})", "Client(base_url='{}')", "new Api('{}')"]),
    st.sampled_from(["https://api.example.com", "https://x.scaleway.com/v1", "http://a.b.dev"]),
    st.booleans(),
)
def test_each_client_calls_its_own_service(make: str, address: str, is_first: bool) -> None:
    lines = [f"other = {make.format(address)}", "client = ovh.Client()"]
    calls = "other.get('/users')\nclient.get('/me')"
    reading = read_rules("\n".join([*(lines if is_first else lines[::-1]), calls]))
    assert [str(rule) for rule in reading.rules] == ["GET /me"]
    assert [str(part.reason) for part in reading.leftovers if ELSEWHERE in str(part.reason)]
