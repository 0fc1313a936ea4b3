"""The pages: signing in, creating keys, accepting and refusing requests."""

from __future__ import annotations

from collections.abc import Callable

import ovh
import pytest
import requests

from sandbox import server
from sandbox.app import Sandbox
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from sandbox.state.quirks import Quirks
from sandbox.state.records import Account
from sandbox.state.world import World
from tests.sandbox.conftest import ENDPOINT, NIC_A, NIC_B, ClientMaker
from tests.sandbox.people import Person, shown
from tests.served import PATIENCE

KeyRequest = dict[str, str]
RequestKey = Callable[..., KeyRequest]


@pytest.fixture
def person(served: Running) -> Person:
    return Person(served.url, NIC_A)


@pytest.fixture
def request_key(demo: DemoWorld, client_of: ClientMaker) -> RequestKey:
    """Requests a consumer key for ``GET /me``."""

    def make(redirection: str | None = "http://127.0.0.1:9/back/abc/") -> KeyRequest:
        client = client_of(demo.management(NIC_A), consumer_key="")
        rules = [{"method": "GET", "path": "/me"}]
        answer: KeyRequest = client.request_consumerkey(rules, redirect_url=redirection)
        return answer

    return make


def state_of(sandbox: Sandbox, key_request: KeyRequest) -> tuple[str, str, float | None]:
    """State, account and seconds until expiry of a requested key."""
    key = sandbox.world.credential_of_key(key_request["consumerKey"])
    assert key is not None
    ends = None if key.expiration is None else round(key.expiration - sandbox.clock.now(), -1)
    return key.status, key.account, ends


@pytest.mark.parametrize(
    ("validity", "seconds"),
    [("300", 300), ("3600", 3600), ("86400", 86_400), ("unlimited", None), ("nonsense", 86_400)],
)
def test_accepting_gives_the_chosen_validity(
    person: Person, request_key: RequestKey, sandbox: Sandbox, validity: str, seconds: int | None
) -> None:
    key_request = request_key()
    answer = person.answer(key_request["validationUrl"], "accept", validity=validity)
    assert (answer.status_code, answer.headers["Location"]) == (302, "http://127.0.0.1:9/back/abc/")
    assert state_of(sandbox, key_request) == ("validated", NIC_A, seconds)


def test_refusing_redirects_too(person: Person, request_key: RequestKey, sandbox: Sandbox) -> None:
    key_request = request_key()
    answer = person.answer(key_request["validationUrl"], "refuse")
    assert (answer.status_code, state_of(sandbox, key_request)[0]) == (302, "refused")


def test_a_request_is_answered_once(person: Person, request_key: RequestKey) -> None:
    key_request = request_key()
    person.answer(key_request["validationUrl"], "refuse")
    second_answer = person.answer(key_request["validationUrl"], "accept")
    assert second_answer.status_code == 410
    assert "This request is closed" in second_answer.text


def test_reading_the_page_decides_nothing(
    person: Person, request_key: RequestKey, sandbox: Sandbox
) -> None:
    key_request = request_key()
    page = person.get(key_request["validationUrl"])
    assert "<code>/me</code>" in page.text
    assert state_of(sandbox, key_request)[0] == "pendingValidation"


def test_the_key_belongs_to_the_account_signed_in(
    served: Running, request_key: RequestKey, sandbox: Sandbox
) -> None:
    key_request = request_key()
    Person(served.url, NIC_B).answer(key_request["validationUrl"], "accept")
    assert state_of(sandbox, key_request)[1] == NIC_B


def test_signing_in_returns_to_the_validation_page(
    served: Running, request_key: RequestKey
) -> None:
    page_url = request_key()["validationUrl"]
    session = requests.Session()
    assert "Who is signing in?" in session.get(page_url, timeout=PATIENCE).text
    target = page_url.removeprefix(served.url)
    page = session.post(
        f"{served.url}/sandbox/sign-in", data={"identity": NIC_A, "next": target}, timeout=PATIENCE
    )
    assert page.url == page_url
    assert "Give access to your account" in page.text


def test_a_form_from_another_origin_is_ignored(
    person: Person, request_key: RequestKey, sandbox: Sandbox
) -> None:
    key_request = request_key()
    data = {"answer": "accept"}
    person.post(key_request["validationUrl"], data=data, headers={"Origin": "http://example.net"})
    assert state_of(sandbox, key_request)[0] == "pendingValidation"


@pytest.mark.parametrize("redirection", [None, "javascript:alert(1)", "ftp://example.com/", "/x"])
def test_only_web_addresses_are_redirected_to(
    person: Person, request_key: RequestKey, redirection: str | None
) -> None:
    answer = person.answer(request_key(redirection)["validationUrl"], "accept")
    assert answer.status_code == 200
    assert "Access given" in answer.text


def test_pending_lifetime_closes_old_requests(
    person: Person, request_key: RequestKey, sandbox: Sandbox
) -> None:
    key_request = request_key()
    sandbox.quirks = Quirks(pending_lifetime=600)
    sandbox.clock.move(601)
    assert person.answer(key_request["validationUrl"], "accept").status_code == 410


def test_an_unknown_credential_token_is_404(person: Person, served: Running) -> None:
    assert person.get(f"{served.url}/auth/?credentialToken=nothing").status_code == 404


def test_create_token_is_prefilled_from_the_query(person: Person, served: Running) -> None:
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
    assert client.get("/me")["nichandle"] == NIC_A
    assert client.get("/auth/currentCredential")["rules"] == [{"method": "GET", "path": "/me"}]


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ({"name": ""}, "Give the application a name and a description."),
        ({"path": ""}, "Give at least one right."),
        ({"addresses": "300.1.1.1"}, "[allowedIPs]"),
    ],
)
def test_an_incomplete_form_names_what_is_missing_and_keeps_the_rest(
    person: Person, served: Running, missing: dict[str, str], message: str
) -> None:
    complete = {"name": "tool", "description": "does things", "method": "GET", "path": "/me"}
    page = person.post(f"{served.url}/createToken/", data=complete | {"do": "create"} | missing)
    assert page.status_code == 400
    assert message in page.text
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
    application = sandbox.world.application_of_key(shown(page, "application-key"))
    assert application is not None
    assert (application.owner, application.secret) == (NIC_A, shown(page, "application-secret"))


def test_the_name_of_an_application_is_escaped(
    person: Person, request_key: RequestKey, sandbox: Sandbox, served: Running
) -> None:
    form = {"name": "<script>x</script>", "description": "d"}
    page = person.post(f"{served.url}/createApp/", data=form)
    client = ovh.Client(
        ENDPOINT, shown(page, "application-key"), shown(page, "application-secret"), ""
    )
    key_request = client.request_consumerkey([])
    assert "<script>" not in person.get(key_request["validationUrl"]).text


def test_a_single_account_is_signed_in_by_default() -> None:
    world = World()
    world.keep(Account("aa11111-ovh"))
    with server.start(world) as running:
        page = requests.get(f"{running.url}/createApp/", timeout=PATIENCE)
    assert "Signed in as <code>aa11111-ovh</code>" in page.text


@pytest.mark.parametrize("target", ["//example.net/", "https://example.net/", "/\\example.net"])
def test_signing_in_redirects_to_local_paths_only(served: Running, target: str) -> None:
    answer = requests.post(
        f"{served.url}/sandbox/sign-in",
        data={"identity": NIC_A, "next": target},
        allow_redirects=False,
        timeout=PATIENCE,
    )
    assert answer.headers["Location"] == "/"


def test_the_content_security_policy_allows_only_the_style_and_the_redirect(
    person: Person, request_key: RequestKey
) -> None:
    policy = person.get(request_key()["validationUrl"]).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self' http://127.0.0.1:9;" in policy


def test_the_stylesheet_is_served_locally(served: Running) -> None:
    style = requests.get(f"{served.url}/sandbox/style.css", timeout=PATIENCE)
    assert style.headers["Content-Type"].startswith("text/css")
    assert "light-dark(" in style.text
