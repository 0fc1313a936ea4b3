"""Links to createToken within links of mail filters, chats and search pages."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials.rights import AccessRule, read_rules
from tests.credentials.rights.rule_strategies import written_rules

TOKEN = "https://eu.api.ovh.com/createToken/"
LINKS = [
    f"https://www.google.com/url?q={TOKEN}?GET%3D/me%26PUT%3D/vps/*&sa=D&ust=169",
    f"https://www.linkedin.com/redir/redirect?url={TOKEN}%3FGET%3D/me%26PUT%3D/vps/*&urlhash=x",
    (
        "https://slack-redir.net/link?url=https%3A%2F%2Feu.api.ovh.com%2FcreateToken%2F%3FGET%3D%2Fme"
        "%26PUT%3D%2Fvps%2F%2A"
    ),
    (
        "https://l.facebook.com/l.php?u=https%3a%2f%2feu.api.ovh.com%2fcreateToken%2f%3fGET%3d%2fme"
        "%26PUT%3d%2fvps%2f*&h=AT0"
    ),
    (
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__eu.api.ovh.com_createToken_-3FGET-3D_me"
        "-26PUT-3D_vps_-2A&d=DwMFaQ"
    ),
    f"{TOKEN}?GET%3D%2Fme%26PUT%3D%2Fvps%2F*",
    f"{TOKEN}?GET%3D%2Fme&PUT%3D%2Fvps%2F*",
    f"{TOKEN}?GET%253D%252Fme%2526PUT%253D%252Fvps%252F*",
    f"{TOKEN}%3FGET=/me&PUT=/vps/*",
]


@pytest.mark.parametrize("link", LINKS)
def test_the_rules_of_a_link_within_a_link_are_read(link: str) -> None:
    reading = read_rules(f"see {link} please")
    assert [str(rule) for rule in reading.rules] == ["GET /me", "PUT /vps/*"]
    assert "holds no rules" not in "".join(str(part.reason) for part in reading.said_parts)


@pytest.mark.parametrize(
    "query", ["?name=x&GET%3D/me%26POST=/vps", "?rules%5BGET%5D=/me", "?x=1;GET->/me"]
)
def test_a_link_with_rules_that_are_not_read_is_never_said_to_have_none(query: str) -> None:
    said = "".join(str(part.reason) for part in read_rules(TOKEN + query).leftovers)
    assert "could not be read" in said
    assert "holds no rules" not in said


def test_rules_that_are_spelled_out_as_an_object_are_read() -> None:
    text = quote('{"accessRules":[{"method":"GET","path":"/me"}]}', safe="")
    assert [str(rule) for rule in read_rules(text).rules] == ["GET /me"]


@given(st.lists(written_rules, min_size=1, max_size=4, unique=True), st.integers(0, 2))
def test_a_link_reads_the_same_however_often_it_is_spelled_out(
    rules: list[AccessRule], times: int
) -> None:
    link = f"{TOKEN}?{'&'.join(f'{rule.method}={rule.path}' for rule in rules)}"
    for _ in range(times):
        link = quote(link, safe="")
    assert list(read_rules(f"https://filter.example/?url={link}").rules) == rules
