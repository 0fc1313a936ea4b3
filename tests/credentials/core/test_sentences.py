"""Sentences are kept as codes with values; what is kept can be read by every later version."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from credentials import core
from credentials.core import ApiError, Sentence, coded, pack, say, sentences, unpack
from tests.project_files import ROOT, name_of

_PLACEHOLDER = re.compile(r"%\((\w+)\)([sd])")
#: Whatever fails while an account is read ends up in a column: every sentence of these modules.
_STORED_FROM = (
    "credentials/core/errors.py",
    "credentials/core/api_error_classes.py",
    *(name_of(path) for path in sorted((ROOT / "credentials/ovhcloud/client").rglob("*.py"))),
    "credentials/ovhcloud/configuration.py",
    *(f"credentials/sealing/{name}.py" for name in ("instance_key", "keyring", "keys")),
    "credentials/sealing/master_keys.py",
    "credentials/teams/attempt.py",
    *(f"credentials/vault/{name}.py" for name in ("account_binding", "clients")),
    *(f"credentials/vault/{name}.py" for name in ("management_key", "opening")),
    *(f"credentials/live/{name}.py" for name in ("reading", "sync", "upsert")),
)
_GIVES_CODES = {"coded", "_said"}
_MARKS = {"gettext_noop", "ngettext_noop"}
_PINNED = Path(__file__).with_name("sentence_codes.txt")
#: The template of each code that was given.
TEMPLATES = sentences._TEMPLATES
EVERY_CODE = pytest.mark.parametrize("code", sorted(TEMPLATES))


def example(template: str) -> Sentence:
    values = {name: 7 if kind == "d" else "x" for name, kind in _PLACEHOLDER.findall(template)}
    return say(template, **values)


@EVERY_CODE
def test_every_code_goes_into_a_column_and_comes_back(code: str) -> None:
    sentence = example(TEMPLATES[code])
    packed = json.loads(json.dumps(pack(sentence)))
    assert packed == {"code": code, "values": dict(sentence.values)}
    assert unpack(packed) == sentence


@pytest.mark.parametrize("name", _STORED_FROM)
def test_every_sentence_that_can_be_kept_has_a_code_from_the_start(name: str) -> None:
    """Given at import, or whoever reads the column first would not know it."""
    tree = ast.parse((ROOT / name).read_text())
    given = {
        id(argument)
        for call in calls(tree)
        if call_name(call) in _GIVES_CODES
        for argument in call.args
    }
    marked = [call for call in calls(tree) if call_name(call) in _MARKS]
    late = {id(call) for body in functions(tree) for call in calls(body)}
    assert [ast.unparse(call) for call in marked if id(call) not in given] == []
    assert [ast.unparse(call) for call in marked if id(call) in late] == []


def test_every_error_of_a_call_has_codes() -> None:
    errors = [error for error in vars(core).values() if is_error_of_a_call(error)]
    assert len(errors) > 15
    templates = set(TEMPLATES.values()) | {""}
    for error in errors:
        assert {error.default.template, error.remedy.template} <= templates


def test_no_code_that_was_ever_given_is_changed_or_taken_back() -> None:
    """A new code gets a line: its name, and the names of its values."""
    pinned = set(_PINNED.read_text().splitlines())
    now = {f"{code} {' '.join(sorted(names(TEMPLATES[code])))}".strip() for code in TEMPLATES}
    assert sorted(pinned - now) == []
    assert sorted(now - pinned) == []


def test_what_earlier_versions_kept_is_read() -> None:
    packed = {"template": "OVHcloud could not use %(call)s.", "values": {"call": "GET /me"}}
    assert str(unpack(packed)) == "OVHcloud could not use GET /me."
    assert not unpack({})


@pytest.mark.parametrize(
    "packed",
    [
        {"code": "api.from-the-future", "values": {"call": "GET /me"}},
        {"code": "api.call-not-granted", "values": {"other": "GET /me"}},
        {"code": "api.call-not-usable", "values": {"call": "GET /me", "status": "many"}},
    ],
)
def test_what_a_newer_version_kept_is_named_by_its_code(packed: dict[str, object]) -> None:
    sentence = str(unpack(packed))
    assert "A newer version of Keydesk wrote this" in sentence
    assert f"({packed['code']})" in sentence


def test_a_sentence_within_a_sentence_is_kept_by_its_code_too() -> None:
    inner = say(TEMPLATES["sync.fault"])
    packed = json.loads(json.dumps(pack(say("%(text)s", text=inner))))
    assert packed["values"]["text"] == {"code": "sync.fault", "values": {}}
    assert unpack(packed).values["text"] == inner


def test_a_code_stands_for_one_sentence_and_a_sentence_has_one_code() -> None:
    assert coded("sync.fault", TEMPLATES["sync.fault"]) == TEMPLATES["sync.fault"]
    with pytest.raises(ValueError, match=r"two sentences have the code sync\.fault"):
        coded("sync.fault", "Something else.")
    with pytest.raises(ValueError, match="one sentence has the codes"):
        coded("test.another", TEMPLATES["sync.fault"])


def calls(tree: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def call_name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def functions(tree: ast.AST) -> list[ast.AST]:
    kinds = (ast.FunctionDef, ast.Lambda)
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def names(template: str) -> set[str]:
    return {name for name, _ in _PLACEHOLDER.findall(template)}


def is_error_of_a_call(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, ApiError)
