"""A sandbox of each region: its hosts, its keys, its URNs, its routes."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

import pytest

from sandbox.app import Sandbox
from sandbox.demo_world import NIC_A, NIC_B, build_world
from sandbox.options import add_arguments, sandbox_from
from sandbox.state import storage
from tests.sandbox.signed_calls import SignedCalls, calls_of_the_demo

HOSTS = {
    "eu": ("https://eu.api.ovh.com", "https://api.eu.ovhcloud.com"),
    "ca": ("https://ca.api.ovh.com", "https://api.ca.ovhcloud.com"),
    "us": ("https://api.us.ovhcloud.com",),
}
CURRENCIES = {"eu": "EUR", "ca": "CAD", "us": "USD"}
REGIONS = sorted(HOSTS)


def started(*words: str) -> Sandbox:
    """The sandbox that ``manage.py sandbox`` makes of these options."""
    parser = ArgumentParser()
    add_arguments(parser)
    return sandbox_from(vars(parser.parse_args(words)))


@pytest.mark.parametrize("region", REGIONS)
def test_clients_sign_for_the_hosts_of_the_region(region: str) -> None:
    sandbox = started("--region", region)
    calls = SignedCalls(sandbox, build_world(region=region).of("wide-open")[0])
    for host in HOSTS[region]:
        status, me = calls.answer("GET", "/1.0/me", signed_url=f"{host}/1.0/me")
        assert (status, me["currency"]["code"]) == (200, CURRENCIES[region])
    others = {host for name in REGIONS if name != region for host in HOSTS[name]}
    assert calls.answer("GET", "/1.0/me", signed_url=f"{others.pop()}/1.0/me")[0] == 400


def test_no_region_knows_the_keys_of_another() -> None:
    for region in ("ca", "us"):
        stranger = SignedCalls(Sandbox(build_world(region=region).world), calls_of_the_demo().key)
        status, refusal = stranger.answer("GET", "/1.0/me")
        assert (status, refusal["errorCode"]) == (403, "INVALID_KEY")


@pytest.mark.parametrize("region", REGIONS)
def test_names_of_resources_and_identities_are_of_the_region(region: str) -> None:
    calls = calls_of_the_demo(region)
    start = f"urn:v1:{region}:"
    assert calls.answer("GET", "/1.0/auth/details")[1]["identities"] == [
        f"{start}identity:account:{NIC_A}"
    ]
    _, resources = calls.answer("GET", "/v2/iam/resource")
    assert all(each["urn"].startswith(f"{start}resource:") for each in resources)
    _, made = calls.answer(
        "POST",
        "/1.0/me/api/oauth2/client",
        {"name": "x", "description": "x", "flow": "CLIENT_CREDENTIALS"},
    )
    assert made["clientId"].startswith(f"{region.upper()}.")
    _, client = calls.answer("GET", f"/1.0/me/api/oauth2/client/{made['clientId']}")
    assert client["identity"].startswith(f"{start}identity:credential:{NIC_A}/oauth2-")
    answer = calls.response("GET", "/1.0/me")
    assert answer.headers["X-Ovh-QueryID"].startswith(f"{region.upper()}.")


@pytest.mark.parametrize(
    ("path", "offering"),
    [
        ("/1.0/vps", {"eu", "ca", "us"}),
        ("/1.0/allDom", {"eu"}),
        ("/1.0/sms", {"eu"}),
        ("/1.0/me/depositRequest", {"us"}),
        ("/v2/zimbra/platform", {"eu", "us"}),
    ],
)
def test_a_route_is_there_unless_the_region_probably_lacks_it(
    path: str, offering: set[str]
) -> None:
    there = {
        region for region in REGIONS if calls_of_the_demo(region).answer("GET", path)[0] != 404
    }
    assert there == offering


def test_the_description_of_a_region_has_what_the_region_has() -> None:
    counts = {}
    for region in REGIONS:
        calls = calls_of_the_demo(region)
        sections = calls.answer("GET", "/1.0/")[1]["apis"]
        counts[region] = len(sections)
        paths = {api["path"] for api in calls.answer("GET", "/1.0/me.json")[1]["apis"]}
        assert ("/me/depositRequest" in paths) is (region == "us")
    assert counts["us"] < counts["ca"] < counts["eu"] == 70


def test_what_is_known_of_a_us_route_is_not_its_answer() -> None:
    assert calls_of_the_demo("us").answer("GET", "/1.0/me/depositRequest")[0] == 501


def test_a_kept_world_stays_in_its_region(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    storage.save(build_world(region="ca").world, file)
    assert started("--region", "ca", "--state", str(file)).world.accounts.keys() >= {NIC_A, NIC_B}
    with pytest.raises(ValueError, match=r"holds a sandbox of the region ca"):
        started("--state", str(file))
