"""One vocabulary of errors: what the sandbox gives, the client and the explainer understand."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from credentials.core import (
    API_ERRORS,
    DENIED_BY_CREDENTIAL,
    DENIED_BY_IAM,
    ApiError,
    Refusal,
    TokenRefusal,
)
from credentials.core.api_error_entry import ApiErrorEntry
from credentials.rights import bundled_catalogue, explain_refusal
from sandbox.app import Sandbox
from sandbox.server import Running
from sandbox.state.quirks import Quirks
from tests.credentials.ovhcloud.client.conftest import ClientMaker
from tests.project_files import ROOT, name_of, source_files

pytestmark = pytest.mark.slow

_VOCABULARY = [
    ROOT / "credentials" / "core" / f"{name}.py" for name in ("api_error_table", "refusals")
]
_SHAPES = ("both", "modern", "old")
EVERY_ENTRY = pytest.mark.parametrize("entry", API_ERRORS.values(), ids=list(API_ERRORS))


def refuse(sandbox: Sandbox, entry: ApiErrorEntry, *, shape: str = "both") -> None:
    sandbox.quirks = Quirks(error_shape=shape)
    sandbox.faults.add(f"status={entry.status} error={entry.refusal} path=/me*")


@EVERY_ENTRY
def test_the_sandbox_gives_every_error_of_the_table(running: Running, entry: ApiErrorEntry) -> None:
    refuse(running.sandbox, entry)
    answer = requests.get(f"{running.api_root}/me", timeout=5)
    body = answer.json()
    assert answer.status_code == entry.status
    assert (body["message"], body["class"]) == (entry.message, entry.class_name)
    assert body.get("errorCode", "") == entry.code


@EVERY_ENTRY
@pytest.mark.parametrize("shape", _SHAPES)
def test_the_client_understands_every_error_of_the_table(
    alice: ClientMaker, sandbox: Sandbox, entry: ApiErrorEntry, shape: str
) -> None:
    refuse(sandbox, entry, shape=shape)
    with pytest.raises(ApiError) as caught:
        alice().credential(1)
    assert type(caught.value) is entry.error


@EVERY_ENTRY
@pytest.mark.parametrize("shape", _SHAPES)
def test_the_explainer_understands_every_error_of_the_table(
    running: Running, entry: ApiErrorEntry, shape: str
) -> None:
    refuse(running.sandbox, entry, shape=shape)
    pasted = requests.get(f"{running.api_root}/me", timeout=5).text
    explanation = explain_refusal(bundled_catalogue(), pasted)
    names_the_address = "from this address" in entry.message
    assert explanation.cause == ("address" if names_the_address else entry.refusal)
    assert str(explanation.sentence)


@EVERY_ENTRY
def test_the_wording_alone_tells_what_no_other_entry_says(entry: ApiErrorEntry) -> None:
    if entry.patterns:
        assert explain_refusal(bundled_catalogue(), entry.message).cause == entry.refusal


def test_no_other_module_holds_a_code_a_class_or_a_wording_of_the_table() -> None:
    entries = API_ERRORS.values()
    names = {entry.code for entry in entries} | {entry.class_name for entry in entries}
    names |= {DENIED_BY_CREDENTIAL, DENIED_BY_IAM, *TokenRefusal}
    ours = (names | {entry.message for entry in entries}) - {""}
    assert len(ours) > 40
    elsewhere = [
        f"{name_of(path)}: {text}"
        for path in source_files()
        if path not in _VOCABULARY
        for text in strings(path)
        if text in ours or text.startswith(("Client::", "Server::"))
    ]
    assert elsewhere == []


def test_the_document_has_every_code_that_names_a_cause() -> None:
    document = (ROOT / "docs" / "ovhcloud-api.md").read_text()
    general = {"", "NOT_FOUND", "BAD_REQUEST"}
    codes = {entry.code for entry in API_ERRORS.values()} - general
    assert [code for code in codes if code not in document] == []


def test_every_refusal_has_one_entry() -> None:
    assert set(API_ERRORS) == set(Refusal)


def strings(path: Path) -> Iterator[str]:
    """The texts in a module, its docstrings apart."""
    tree = ast.parse(path.read_text())
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docstrings
        ):
            yield node.value
