"""What people read has one word for a thing: these were said before, or elsewhere, and are not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from tests.project_files import files, name_of, source_files

#: What is not said, as a pattern of a whole sentence or a part of one; and what is said instead.
WORDS: Final = {
    r"\bneeds you\b": "To do",
    r"\bhow the live keys stand\b": "Live keys by state",
    r"\bwide open\b": "Full account access",
    r"\bshadow\b": "Not in the vault",
    r"\bdead\b": "Application deleted",
    r"\b(given|gives?|gave) up\b": "Not validated in time; Link expires in",
    r"^(not )?kept( already| as| here)?$|\bkept by\b|\b(be|nothing is|is) kept yet\b": "Stored",
    r"^(can|may)$": "Rights",
    r"^from( addresses)?$": "Allowed addresses",
    r"^(its card|its life|facts)$": "Details, History",
    r"^store$": "Import",
    r"\bprove and keep\b": "Check and save",
    r"\ba text that holds\b": "Config file or text",
    r"\bpaste it again: a page never\b": "Paste it again. Secrets are never shown back.",
    r"\bleave it$": "Cancel",
    r"\bwhat comes next shows\b": "what is confirmed, in words",
    r"\bread the names\b": "Load names",
    r"\buse these rights\b|\badd these rules\b": "Add and continue, Add to rules",
    r"\bplace by place\b": "Browse the API",
    r"\bin place of a star\b": "Limit to one zone, server…",
    r"\bends in a slash\b": "(with trailing slash)",
    r"\bnothing to remark\b": "No hints on single rules.",
    r"\bknow it again\b": "Name the key",
    r"^this is what .* will be$": "Check before requesting",
    r"\breplace consumer key\b": "Paste a new value",
    r"\bbuild from\b": "New key with these rights; Open in the rights builder",
    r"\bworks by itself\b|\bnot written down\b": "Client credentials, Not set",
    r"\btoken that lives\b": "token issued, valid 1 hour",
    r"\d keys end\b": "will stop working",
    r"\bhad validated\b": "validated the key",
    r"\bcounted again\b": "recounted just before deletion",
    r"\bfollows from the role\b": "Roles decide what members can do.",
    r"\bforg[eo]t(ten)? (a |every )?version|\bversions? (was |were )?forgotten": "Destroy",
    r"\bcheck chain\b": "Verify log",
}
#: What code, comments and documents do not say either, in names of things and of tests.
CODE_WORDS: Final = {
    r"(?<!secretversion\.)\bforgotten_at\b": "destroyed_at",
    r"(?<!liveapplication\.)\bis_dead\b": "is_deleted",
    r"\bis_given_up\b": "is_abandoned",
    r"\bPermission\.KEEP(_PROFILES)?\b": "STORE_SECRETS, SAVE_PROFILES",
    r"\bsigns? of life\b": "heartbeat",
    r"\bcanar(y|ies)\b(?!-used)": "planted secret, trap key",
    r"\b(errand|handful|shelf|shelves|storeys?|wish|wishes)\b": "deadline, batch, layer, request",
    r"\b(authority_of|leads_nowhere\()": "audit.actor_of, link_no_longer_works",
    r"\bdef (sweep|settle|told|forget)\(self\b": "mark_gone, finish, sentences, clear or delete",
    r"\b(keep_now_and_then|tell_after_commit|digest_here)\b": "keep_regularly, own_digest",
    r"\bclass (Standing|Closed|Holding|Arrival|CameBack|Newest|Filler|Keeper)\b": "a noun",
    r"\bways? (in and )?out of (the|a) (vault|team)\b": "export, removal",
    r"\b(sings?|sang|sung|whispers?|ghosts?|orphaned)\b": "the fact",
}
#: Files that name earlier versions' words: what they tell of had them.
_OF_EARLIER_VERSIONS: Final = (
    "credentials/migrations/",
    "tests/upgrade/fill_version_0_1.py",
    "tests/test_words.py",
    "CHANGELOG.md",
)
_CALLS: Final = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
_TRANSLATE: Final = re.compile(r"""(?:translate|_\()\s*(?:"([^"]+)"|'([^']+)')""")
_BLOCK: Final = re.compile(r"blocktranslate.*?%}(.*?){%\s*endblocktranslate", re.DOTALL)
_PLURAL: Final = re.compile(r"{%\s*plural\s*%}")


@pytest.mark.parametrize("pattern", WORDS)
def test_nobody_reads_a_replaced_word(pattern: str) -> None:
    said = re.compile(pattern, re.IGNORECASE)
    assert [(name, text) for name, text in _sentences() if said.search(text)] == []


@pytest.mark.parametrize("pattern", CODE_WORDS)
def test_no_code_or_document_has_a_replaced_word(pattern: str) -> None:
    word = re.compile(pattern, re.IGNORECASE)
    assert [f"{name}: {hit[0]}" for name, text in _texts() if (hit := word.search(text))] == []


def test_code_and_documents_are_read_for_words() -> None:
    names = {name.partition("/")[0] for name, _ in _texts()}
    assert names >= {"credentials", "dashboard", "docs", "sandbox", "templates", "tests"}


def test_sentences_are_seen_in_templates_and_in_code() -> None:
    names = {name.partition("/")[0] for name, _ in _sentences()}
    assert names >= {"templates", "dashboard", "credentials"}
    assert {"Verify log", "Not validated in time", "Import"} <= {text for _, text in _sentences()}


@cache
def _texts() -> list[tuple[str, str]]:
    """Every file that people write, with its text."""
    return [
        (name_of(path), path.read_text())
        for pattern in ("*.py", "*.md", "*.html", "*.css", "*.js")
        for path in files(pattern)
        if not name_of(path).startswith(_OF_EARLIER_VERSIONS)
    ]


@cache
def _sentences() -> list[tuple[str, str]]:
    """Every sentence that people read, with the file it stands in."""
    in_templates = [
        (name_of(path), text)
        for path in files("*.html", below="templates") + files("*.txt", below="templates")
        for text in _of_template(path.read_text())
    ]
    in_code = [(name_of(path), text) for path in source_files() for text in _of_code(path)]
    return in_templates + in_code


def _of_template(source: str) -> Iterator[str]:
    for match in _TRANSLATE.finditer(source):
        yield match[1] or match[2]
    for match in _BLOCK.finditer(source):
        yield from (" ".join(part.split()) for part in _PLURAL.split(match[1]))


def _of_code(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and _called(node.func) in _CALLS:
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def _called(function: ast.expr) -> str:
    return getattr(function, "id", getattr(function, "attr", ""))
