"""Answers without a browser: the rules in a text, whether they allow a call, why one failed."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ZONES = "- GET /domain/zone/*\nsee /docs\nPOST /domain/zone/*/refresh\n"
REFUSED = 'POST /domain/zone/example.com/record: "This call has not been granted" (status 403)'


@pytest.fixture
def rules(tmp_path: Path) -> str:
    file = tmp_path / "rules.txt"
    file.write_text(ZONES)
    return str(file)


def run(*words: str, **options: str) -> tuple[int, str, str]:
    """The exit code of a command, and what it writes to both streams."""
    output, errors = io.StringIO(), io.StringIO()
    try:
        call_command(*words, stdout=output, stderr=errors, **options)
    except SystemExit as end:
        return int(str(end.code)), output.getvalue(), errors.getvalue()
    return 0, output.getvalue(), errors.getvalue()


def test_rules_are_printed_and_what_was_left_is_said(rules: str) -> None:
    code, output, errors = run("read_rules", rules)
    assert (code, output) == (0, "GET /domain/zone/*\nPOST /domain/zone/*/refresh\n")
    assert errors == "line 2: /docs: A path without a method.\n"


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("curl https://eu.api.ovh.com/1.0/me"))
    assert run("read_rules", "-")[:2] == (0, "GET /me\n")


def test_a_text_without_a_rule_ends_in_one(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("hello")
    code, output, errors = run("read_rules", str(file))
    assert (code, output) == (1, "")
    assert "There is no rule in this text" in errors


def test_a_link_without_rules_is_told_by_one_message(tmp_path: Path) -> None:
    file = tmp_path / "link.txt"
    file.write_text("https://eu.api.ovh.com/createToken/")
    code, output, errors = run("read_rules", str(file))
    assert (code, output) == (1, "")
    assert "This link holds no rules." in errors
    assert "There is no rule" not in errors


def test_a_name_to_fill_in_is_said(tmp_path: Path) -> None:
    file = tmp_path / "rules.txt"
    file.write_text("GET /domain/zone/$ZONE/record")
    code, output, errors = run("read_rules", str(file))
    assert (code, output) == (0, "GET /domain/zone/{ZONE}/record\n")
    assert errors == "{ZONE} stands for a name that is to be filled in.\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_that_begins_with_a_mark_of_its_encoding_is_read(
    tmp_path: Path, encoding: str
) -> None:
    file = tmp_path / "rules.txt"
    file.write_text("GET /me\r\nPOST /x\r\n", encoding=encoding)
    assert run("read_rules", str(file))[:2] == (0, "GET /me\nPOST /x\n")


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "rules.bin"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CommandError, match=r"rules\.bin"):
        call_command("read_rules", str(file))


def test_a_call_is_granted_by_a_rule_or_refused_for_one_that_is_missing(rules: str) -> None:
    granted = run("check_call", "GET /domain/zone/example.com", rules=rules)
    assert granted[:2] == (0, "GET /domain/zone/example.com: granted by GET /domain/zone/*\n")
    code, output, _ = run("check_call", "PUT /domain/zone/example.com/soa", rules=rules)
    assert code == 1
    assert output.startswith("PUT /domain/zone/example.com/soa: refused; missing: PUT /domain/zone")


@pytest.mark.parametrize(
    ("held", "remark"),
    [
        ("GET /v2/vps/*", "so /v2/vps/* grants nothing. Write /vps/*."),
        ("GET /1.0/vps/*", "Write /vps/*."),
        ('{"method": "GET", "path": "\\/v2\\/vps\\/*"}', "Write /vps/*."),
        ("https://eu.api.ovh.com/createToken/?GET=%2Fv2%2Fvps%2F*", "Write /vps/*."),
        ("GET /vps/{name}", "GET /vps/{name} has a name that is to be filled in"),
        ("GET /vps/$NAME\nGET /me", "GET /vps/{NAME} has a name that is to be filled in"),
    ],
)
def test_rules_that_grant_nothing_as_they_are_spelled_are_said(
    tmp_path: Path, held: str, remark: str
) -> None:
    file = tmp_path / "rules.txt"
    file.write_text(held)
    code, output, errors = run("check_call", "GET /vps/vps-1", rules=str(file))
    assert (code, output) == (1, "GET /vps/vps-1: refused; missing: GET /vps/vps-1\n")
    assert errors.count(remark) == 1
    log = tmp_path / "log.txt"
    log.write_text("GET /vps/vps-1: This call has not been granted")
    _, output, errors = run("explain_refusal", str(log), rules=str(file), format="json")
    assert json.loads(output)["cause"] == "rules"
    assert all("{" not in rule and "/v2" not in rule for rule in json.loads(output)["cure"])
    assert errors.count(remark) == 1


def test_the_version_of_an_address_is_the_call_s_and_no_rule_s(tmp_path: Path) -> None:
    file = tmp_path / "rules.txt"
    file.write_text("GET https://eu.api.ovh.com/v2/iam/policy")
    assert run("check_call", "GET /v2/iam/policy", rules=str(file))[0] == 0


def test_why_a_call_is_refused_goes_to_standard_error(rules: str) -> None:
    assert "allows what is below" in run("check_call", "GET /domain/zone", rules=rules)[2]


@pytest.mark.parametrize(
    "call",
    [
        "GET https://example.com/1.0/me",
        "curl -X PUT https://api.cloudflare.com/client/v4/me",
        "GET https://eu.api.ovh.com.example.com/1.0/me",
    ],
)
def test_a_call_to_another_host_is_refused_with_a_sentence(tmp_path: Path, call: str) -> None:
    file = tmp_path / "rules.txt"
    file.write_text("GET /*\nPUT /*")
    with pytest.raises(CommandError, match="no host of OVHcloud's API"):
        call_command("check_call", call, rules=str(file))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("DELETE /vps/{serviceName}", "until then it grants nothing"),
        ("GET /vps/../me", "has “..” between slashes"),
        ("GET /vps/./x", "has “.” between slashes"),
        ("GET /vps/%2e%2E/me", "has “%2e%2E” between slashes"),
        ("GET /vps//me", "two slashes in a row"),
    ],
)
def test_a_call_of_which_it_is_not_sure_what_it_is_is_not_granted(
    tmp_path: Path, call: str, said: str
) -> None:
    file = tmp_path / "rules.txt"
    file.write_text("GET /vps/*\nDELETE /vps/{serviceName}")
    code, output, errors = run("check_call", call, rules=str(file))
    assert (code, f"{call}: refused; missing: " in output) == (1, True)
    assert said in errors


@pytest.mark.parametrize(
    ("call", "asked"),
    [
        ("GET /domain/zone/{zoneName}", "{zoneName}"),
        ("GET /domain/zone/<zone>/record", "{zone}"),
        ("GET /domain/zone/$ZONE/record/7", "{ZONE}"),
        ("client.get('/domain/zone/%s/soa' % zone)", "{zoneName}"),
    ],
)
def test_a_call_without_its_name_depends_on_it(tmp_path: Path, call: str, asked: str) -> None:
    file = tmp_path / "rules.txt"
    file.write_text("GET /domain/zone/a.fr\nGET /domain/zone/a.fr/*")
    code, output, errors = run("check_call", call, rules=str(file))
    assert (code, f": depends on {asked}; missing: GET /domain/zone/" in output) == (1, True)
    assert errors.startswith(f"It depends on {asked}: with a.fr for it, GET /domain/zone/a.fr")


def test_rules_of_an_expired_key_grant_nothing(tmp_path: Path) -> None:
    file = tmp_path / "rules.txt"
    file.write_text('{"status": "expired", "rules": [{"method": "GET", "path": "/me"}]}')
    with pytest.raises(CommandError, match="not in force"):
        call_command("check_call", "GET /me", rules=str(file))


def test_a_method_that_no_operation_has_is_said(tmp_path: Path) -> None:
    file = tmp_path / "rules.txt"
    file.write_text("PATCH /me")
    code, output, errors = run("check_call", "PATCH /me", rules=str(file))
    assert (code, output) == (0, "PATCH /me: granted by PATCH /me\n")
    assert errors == "No operation of OVHcloud's API has PATCH.\n"


@pytest.mark.parametrize("call", ["", "BREW /me"])
def test_what_is_no_call_is_said(rules: str, call: str) -> None:
    with pytest.raises(CommandError):
        call_command("check_call", call, rules=rules)


def test_a_refusal_is_explained_as_json(rules: str, tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    log.write_text(REFUSED)
    _, output, _ = run("explain_refusal", str(log), rules=rules, format="json")
    fields = json.loads(output)
    assert list(fields) == ["cause", "call", "missing", "cure", "advice", "recipes", "warnings"]
    assert fields["cause"] == "rules"
    assert fields["call"] == "POST /domain/zone/example.com/record"
    assert fields["missing"] == ["POST /domain/zone/example.com/record"]
    assert set(fields["missing"]) < set(fields["cure"])


def test_a_refusal_is_explained_in_lines_without_a_key(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    log.write_text("This application key is invalid")
    _, output, _ = run("explain_refusal", str(log))
    assert output.startswith("cause: application-key\n")
