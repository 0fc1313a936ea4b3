"""Every template: nothing inline, nothing from elsewhere, and every word marked for translation."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from credentials.core import EntryKind, Role
from tests.project_files import files, name_of

TEMPLATES = [*files("*.html", below="templates"), *files("*.html", below="sandbox/pages/templates")]
LONGEST_LINE = 160
TRANSLATED = files("*.html", below="templates")

_COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", re.DOTALL)
_MARKED = re.compile(r"{%\s*blocktranslate.*?endblocktranslate\s*%}", re.DOTALL)
_TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]{2,}")
_READ_ATTRIBUTES = {"alt", "aria-label", "aria-description", "label", "placeholder", "title"}
_LINKS = {"href", "src", "action", "formaction"}
# The name of the product, a call, addresses.
_NO_WORDS = re.compile(r"(· )?Keydesk|([A-Z]+ )?/[\w./*-]*|([\w.:/]*\d[\w.:/]*\s*)+", re.ASCII)
_ASKED_KIND = re.compile(r"\bkind\s*(?:==|!=|\bin\b)|(?:==|!=)\s*\w*\.?kind\b")
_LISTED_KIND = re.compile(rf"\bkind=(?:{'|'.join(EntryKind)})\b")
_ROLES = re.compile(rf"\b(?:{'|'.join(Role)})s?\b", re.IGNORECASE)
_INCLUDED = re.compile(r'{%\s*include\s+"([^"]+)"([^%]*)%}')
_WIDTH = re.compile(r"{% block width %}\w+{% endblock %}")


class _Reader(HTMLParser):
    """What people read in a template, and what a browser would refuse or fetch."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.inline: list[str] = []
        self._inside: list[str] = []
        for unread in (_COMMENT, _MARKED, _WIDTH, _TAG):
            source = unread.sub("", source)
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._inside.append(tag)
        self.words += [v for n, v in given.items() if n in _READ_ATTRIBUTES and _is_read(v)]
        refused = [n for n in given if n == "style" or n.startswith(("on", "hx-on"))]
        foreign = [v for n, v in given.items() if n in _LINKS and _is_foreign(v)]
        scripted = [n for n, v in given.items() if v.startswith(("js:", "javascript:"))]
        self.inline += [f"<{tag} {what}>" for what in (*refused, *foreign, *scripted)]
        if tag == "style" or (tag == "script" and not {"src", "type"} & given.keys()):
            self.inline.append(f"<{tag}>")

    def handle_data(self, data: str) -> None:
        if _is_read(data) and "code" not in self._inside[-1:]:
            self.words.append(data.strip())

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            while self._inside.pop() != tag:
                pass


def _is_read(text: str) -> bool:
    return bool(_WORD.search(text)) and not _NO_WORDS.fullmatch(text.strip())


def _is_foreign(link: str) -> bool:
    return link.startswith(("http:", "https:", "//", "data:", "javascript:"))


def test_no_form_is_included_without_the_token_it_is_sent_with() -> None:
    """``only`` takes it away: the form is refused then, whoever sends it."""
    texts = {name_of(file).removeprefix("templates/"): file.read_text() for file in TRANSLATED}

    def has_form(name: str) -> bool:
        text = texts.get(name, "")
        return "csrf_token %}" in text or any(has_form(part) for part, _ in _INCLUDED.findall(text))

    bare = [
        f"{name}: {part}"
        for name, text in texts.items()
        for part, given in _INCLUDED.findall(text)
        if given.split()[-1:] == ["only"] and "csrf_token=" not in given and has_form(part)
    ]
    assert bare == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(path: Path) -> None:
    assert _Reader(path.read_text()).inline == []


@pytest.mark.parametrize("path", TRANSLATED, ids=name_of)
def test_no_template_names_a_role(path: Path) -> None:
    assert _ROLES.findall(path.read_text()) == []


@pytest.mark.parametrize("path", TRANSLATED, ids=name_of)
def test_no_template_asks_what_kind_an_entry_is(path: Path) -> None:
    assert _ASKED_KIND.findall(path.read_text()) == []


@pytest.mark.parametrize("path", TRANSLATED, ids=name_of)
def test_no_template_lists_a_kind_by_its_stored_word(path: Path) -> None:
    assert _LISTED_KIND.findall(path.read_text()) == []


@pytest.mark.parametrize("path", TRANSLATED, ids=name_of)
def test_every_word_is_marked_for_translation(path: Path) -> None:
    assert _Reader(path.read_text()).words == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_no_line_is_longer_than_160_characters(path: Path) -> None:
    lines = path.read_text().splitlines()
    assert [number for number, line in enumerate(lines, 1) if len(line) > LONGEST_LINE] == []


def test_a_planted_word_and_a_planted_handler_are_found() -> None:
    read = _Reader('<p title="Hold me">Hello {{ name }}</p><a onclick="x" href="//example.com">')
    assert read.words == ["Hold me", "Hello"]
    assert read.inline == ["<a onclick>", "<a //example.com>"]


def test_marked_text_is_not_reported_as_unmarked() -> None:
    source = (
        "<p>{% translate 'Hello' %} {% blocktranslate %}Hello {{ x }}{% endblocktranslate %}</p>"
    )
    assert _Reader(source).words == []
