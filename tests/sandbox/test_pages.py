"""The pages that people see: signing in, creating keys, accepting and refusing."""

from __future__ import annotations

from collections.abc import Callable

import ovh
import pytest
import requests

from sandbox import server
from sandbox.app import Sandbox
from sandbox.demo_world import DemoWorld
from sandbox.quirks import Quirks
from sandbox.server import Running
from sandbox.world import Account, World
from tests.sandbox.conftest import ALICE, BOB, ENDPOINT, ClientMaker
from tests.sandbox.people import Person, shown

Asked = dict[str, str]
Ask = Callable[..., Asked]


@pytest.fixture
def person(served: Running) -> Person:
    return Person(served.url, ALICE)


@pytest.fixture
def ask(demo: DemoWorld, client_of: ClientMaker) -> Ask:
    """Ask for a consumer key for ``GET /me``."""

    def make(redirection: str | None = "http://127.0.0.1:9/back/abc/") -> Asked:
        client = client_of(demo.management(ALICE), consumer_key="")
        rules = [{"method": "GET", "path": "/me"}]
        answer: Asked = client.request_consumerkey(rules, redirect_url=redirection)
        return answer

    return make


def held(sandbox: Sandbox, asked: Asked) -> tuple[str, str, float | None]:
    """State, account and seconds until expiry of a requested key."""
    key = sandbox.world.credential_of_key(asked["consumerKey"])
    assert key is not None
    ends = None if key.expiration is None else round(key.expiration - sandbox.clock.now(), -1)
    return key.status, key.account, ends


@pytest.mark.parametrize(
    ("validity", "seconds"),
    [("300", 300), ("3600", 3600), ("86400", 86_400), ("unlimited", None), ("nonsense", 86_400)],
)
def test_accepting_gives_the_chosen_validity(
    person: Person, ask: Ask, sandbox: Sandbox, validity: str, seconds: int | None
) -> None:
    asked = ask()
    answer = person.answer(asked["validationUrl"], "accept", validity=validity)
    assert (answer.status_code, answer.headers["Location"]) == (302, "http://127.0.0.1:9/back/abc/")
    assert held(sandbox, asked) == ("validated", ALICE, seconds)


def test_refusing_refuses_and_goes_back_too(person: Person, ask: Ask, sandbox: Sandbox) -> None:
    asked = ask()
    answer = person.answer(asked["validationUrl"], "refuse")
    assert (answer.status_code, held(sandbox, asked)[0]) == (302, "refused")


def test_a_request_is_answered_once(person: Person, ask: Ask) -> None:
    asked = ask()
    person.answer(asked["validationUrl"], "refuse")
    again = person.answer(asked["validationUrl"], "accept")
    assert again.status_code == 410
    assert "This request is closed" in again.text


def test_reading_the_page_answers_nothing(person: Person, ask: Ask, sandbox: Sandbox) -> None:
    asked = ask()
    page = person.get(asked["validationUrl"])
    assert "<code>/me</code>" in page.text
    assert held(sandbox, asked)[0] == "pendingValidation"


def test_the_one_who_is_signed_in_gets_the_key(served: Running, ask: Ask, sandbox: Sandbox) -> None:
    asked = ask()
    Person(served.url, BOB).answer(asked["validationUrl"], "accept")
    assert held(sandbox, asked)[1] == BOB


def test_nobody_signed_in_is_asked_who_they_are_and_comes_back(served: Running, ask: Ask) -> None:
    page_url = ask()["validationUrl"]
    session = requests.Session()
    assert "Who is signing in?" in session.get(page_url, timeout=5).text
    target = page_url.removeprefix(served.url)
    page = session.post(
        f"{served.url}/sandbox/sign-in", data={"identity": ALICE, "next": target}, timeout=5
    )
    assert page.url == page_url
    assert "Give access to your account" in page.text


def test_another_site_cannot_press_accept(person: Person, ask: Ask, sandbox: Sandbox) -> None:
    asked = ask()
    data = {"answer": "accept"}
    person.post(asked["validationUrl"], data=data, headers={"Origin": "http://example.net"})
    assert held(sandbox, asked)[0] == "pendingValidation"


@pytest.mark.parametrize("redirection", [None, "javascript:alert(1)", "ftp://example.com/", "/x"])
def test_only_web_addresses_are_gone_back_to(
    person: Person, ask: Ask, redirection: str | None
) -> None:
    answer = person.answer(ask(redirection)["validationUrl"], "accept")
    assert answer.status_code == 200
    assert "Access given" in answer.text


def test_a_request_can_be_too_old(person: Person, ask: Ask, sandbox: Sandbox) -> None:
    asked = ask()
    sandbox.quirks = Quirks(pending_lifetime=600)
    sandbox.clock.move(601)
    assert person.answer(asked["validationUrl"], "accept").status_code == 410


def test_a_link_to_no_request_is_404(person: Person, served: Running) -> None:
    assert person.get(f"{served.url}/auth/?credentialToken=nothing").status_code == 404


def test_create_token_is_prefilled_by_its_address(person: Person, served: Running) -> None:
    page = person.get(f"{served.url}/createToken/?GET=/me&POST=%2Fdomain%2Fzone%2F*&DELETE=*").text
    for path in ("/me", "/domain/zone/*", "/*"):
        assert f'value="{path}"' in page


def test_created_keys_work_at_once(person: Person, served: Running) -> None:
    form = {
        "name": "tool",
        "description": "does things",
        "validity": "unlimited",
        "method": ["GET", "POST"],
        "path": ["/me", ""],
        "do": "create",
    }
    page = person.post(f"{served.url}/createToken/?GET=/me", data=form)
    names = ("application-key", "application-secret", "consumer-key")
    client = ovh.Client(ENDPOINT, *(shown(page, name) for name in names))
    assert client.get("/me")["nichandle"] == ALICE
    assert client.get("/auth/currentCredential")["rules"] == [{"method": "GET", "path": "/me"}]


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ({"name": ""}, "Give the application a name and a description."),
        ({"path": ""}, "Give at least one right."),
        ({"addresses": "300.1.1.1"}, "[allowedIPs]"),
    ],
)
def test_an_incomplete_form_says_what_is_missing_and_keeps_the_rest(
    person: Person, served: Running, missing: dict[str, str], says: str
) -> None:
    whole = {"name": "tool", "description": "does things", "method": "GET", "path": "/me"}
    page = person.post(f"{served.url}/createToken/", data=whole | {"do": "create"} | missing)
    assert page.status_code == 400
    assert says in page.text
    assert 'value="does things"' in page.text


def test_more_rows_keep_what_was_typed(person: Person, served: Running) -> None:
    form = {"name": "tool", "method": "PUT", "path": "/vps/*", "do": "more"}
    page = person.post(f"{served.url}/createToken/", data=form)
    assert page.status_code == 200
    assert 'value="/vps/*"' in page.text


def test_create_app_shows_key_and_secret_once(
    person: Person, served: Running, sandbox: Sandbox
) -> None:
    form = {"name": "tool", "description": "does things"}
    page = person.post(f"{served.url}/createApp/", data=form)
    made = sandbox.world.application_of_key(shown(page, "application-key"))
    assert made is not None
    assert (made.owner, made.secret) == (ALICE, shown(page, "application-secret"))


def test_what_an_application_is_called_is_only_text(
    person: Person, ask: Ask, sandbox: Sandbox, served: Running
) -> None:
    form = {"name": "<script>x</script>", "description": "d"}
    page = person.post(f"{served.url}/createApp/", data=form)
    client = ovh.Client(
        ENDPOINT, shown(page, "application-key"), shown(page, "application-secret"), ""
    )
    asked = client.request_consumerkey([])
    assert "<script>" not in person.get(asked["validationUrl"]).text


def test_one_account_needs_no_choice() -> None:
    world = World()
    world.keep(Account("aa11111-ovh"))
    with server.start(world) as running:
        page = requests.get(f"{running.url}/createApp/", timeout=5)
    assert "Signed in as <code>aa11111-ovh</code>" in page.text


@pytest.mark.parametrize("target", ["//example.net/", "https://example.net/", "/\\example.net"])
def test_signing_in_leads_nowhere_else(served: Running, target: str) -> None:
    answer = requests.post(
        f"{served.url}/sandbox/sign-in",
        data={"identity": ALICE, "next": target},
        allow_redirects=False,
        timeout=5,
    )
    assert answer.headers["Location"] == "/"


def test_pages_allow_nothing_but_their_own_style_and_the_way_back(person: Person, ask: Ask) -> None:
    policy = person.get(ask()["validationUrl"]).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self' http://127.0.0.1:9;" in policy


def test_the_style_is_served_from_here(served: Running) -> None:
    style = requests.get(f"{served.url}/sandbox/style.css", timeout=5)
    assert style.headers["Content-Type"].startswith("text/css")
    assert "light-dark(" in style.text
