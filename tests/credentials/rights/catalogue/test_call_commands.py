"""What command lines call: the ovhcloud CLI, HTTPie, curl, wget, PowerShell, libraries."""

from __future__ import annotations

import pytest

from credentials.core import RuleError
from credentials.rights import CallCheck, bundled_catalogue, check_call, parse_rules
from credentials.rights.catalogue.cli_commands import COMMANDS

ALL = "GET /*\nPOST /*\nPUT /*\nDELETE /*"


def checked(call: str) -> CallCheck:
    (check,) = check_call(bundled_catalogue(), parse_rules(ALL), call)
    assert check.is_granted
    return check


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_cli_is_a_known_operation(command: str) -> None:
    method, path = COMMANDS[command]
    assert bundled_catalogue().operation_at(method, path), (command, method, path)


@pytest.mark.parametrize(
    ("line", "call"),
    [
        ("ovhcloud api call GET /dedicated/server", "GET /dedicated/server"),
        ("ovhcloud api call get dedicated/server", "GET /dedicated/server"),
        ("ovhcloud api call PUT /v1/me --from-file body.json", "PUT /me"),
        ("ovhcloud api call GET /v2/publicCloud/project -o json", "GET /v2/publicCloud/project"),
        ("ovhcloud vps list --json | jq .", "GET /vps"),
        ("$ ovhcloud vps get vps-1.vps.ovh.net --json", "GET /vps/vps-1.vps.ovh.net"),
        ("ovhcloud --profile work vps reinstall vps-1", "POST /vps/vps-1/rebuild"),
        ("ovhcloud vps snapshot restore vps-1", "POST /vps/vps-1/snapshot/revert"),
        ("ovhcloud domain-zone refresh example.com", "POST /domain/zone/example.com/refresh"),
        ("ovhcloud domain-zone get", "GET /domain/zone/{name}"),
        ("ovhcloud iam policy get 1234", "GET /v2/iam/policy/1234"),
        ("ovhcloud account get", "GET /me"),
        ("docker run --rm ovh/ovhcloud vps list", "GET /vps"),
        ("/usr/local/bin/ovhcloud vps get vps-1: error", "GET /vps/vps-1"),
        ("ovhcloud ip get 203.0.113.0/28", "GET /ip/203.0.113.0%2F28"),
        ("ovhcloud cloud kube list --cloud-project 0a1b", "GET /cloud/project/0a1b/kube"),
        ("ovhcloud cloud kube get k1 --cloud-project=0a1b", "GET /cloud/project/0a1b/kube/k1"),
        ("ovhcloud cloud user list", "GET /cloud/project/{serviceName}/user"),
        ("http https://eu.api.ovh.com/1.0/me", "GET /me"),
        ("$ http -v PUT https://eu.api.ovh.com/1.0/me email=x@example.com", "PUT /me"),
        ("http https://eu.api.ovh.com/1.0/sms/x/jobs message=hi", "POST /sms/x/jobs"),
        ("http https://eu.api.ovh.com/1.0/sms/x/jobs message:=@file.json", "POST /sms/x/jobs"),
        ("http https://eu.api.ovh.com/1.0/sms/x/jobs X-Ovh-Application:abc", "GET /sms/x/jobs"),
        ("http https://eu.api.ovh.com/1.0/ip type==cloud", "GET /ip"),
        ("https --timeout 5 DELETE eu.api.ovh.com/1.0/me/sshKey/a", "DELETE /me/sshKey/a"),
        ("xh GET https://eu.api.ovh.com/1.0/vps", "GET /vps"),
        ("curl --request PUT --url https://eu.api.ovh.com/v1/me --data '{}'", "PUT /me"),
        ("wget --method=POST https://eu.api.ovh.com/1.0/vps/x/reboot", "POST /vps/x/reboot"),
        ("irm https://eu.api.ovh.com/1.0/me -Method Put -Body $b", "PUT /me"),
        ("axios({method: 'delete', url: 'https://eu.api.ovh.com/1.0/me/sshKey/a'})",
         "DELETE /me/sshKey/a"),
        ("requests.request('PUT', 'https://eu.api.ovh.com/1.0/me', headers=h)", "PUT /me"),
        ("fetch('https://eu.api.ovh.com/1.0/me', {method: 'PUT'})", "PUT /me"),
        ("await axios('https://eu.api.ovh.com/1.0/me');", "GET /me"),
        ("GET /me/api/head", "GET /me/api/head"),
        ("GET /domain/zone/HEAD", "GET /domain/zone/HEAD"),
    ],
)  # fmt: skip
def test_a_command_line_is_one_call(line: str, call: str) -> None:
    check = checked(line)
    assert f"{check.method} {check.path}" == call


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("ovhcloud vps frobnicate vps-1", "not known which call this command"),
        ("ovhcloud login", "not known which call this command"),
        ("ovhcloud api call HEAD /me", "no rule allows HEAD"),
        ("ovhcloud vps list\novhcloud ip list", "These are 2 calls"),
        ("http https://api.example.org/me", "is no host of OVHcloud's API"),
        ("http", "is no path"),
    ],
)
def test_a_command_without_a_known_call_is_said_to_be_one(line: str, why: str) -> None:
    with pytest.raises(RuleError, match=why):
        check_call(bundled_catalogue(), (), line)


def test_a_list_of_the_cli_says_that_it_reads_each_object_too() -> None:
    (check,) = check_call(bundled_catalogue(), parse_rules("GET /vps"), "ovhcloud vps list")
    assert str(check.doubt) == (
        "The command then reads each object of the list: that needs GET /vps/* as well."
    )
