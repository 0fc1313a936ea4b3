"""What code and documents refer to exists: sections, headings, files, names in the code."""

from __future__ import annotations

import importlib
import re
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.project_files import ROOT, files, name_of

_API_PAGE = ROOT / "docs" / "ovhcloud-api.md"
_DOCUMENTS = [*files("*.md", below="docs"), *sorted(ROOT.glob("*.md"))]
_CODE = files("*.py", "*.html", "*.js", "*.css")

_OUR_FILES = [name_of(path) for path in files("*")]

_NUMBER = r"\d+(?:\.\d+)?"
_CITATION = re.compile(rf"\bapi ({_NUMBER}(?:(?:, | and | or | to ){_NUMBER})*)")
_NUMBERED_HEADING = re.compile(rf"^#{{2,4}} ({_NUMBER})\.? ", re.MULTILINE)
_UNRESOLVABLE = re.compile(rf"\b(?:product|architecture) (?:section )?{_NUMBER}")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_IN_BACKTICKS = re.compile(r"`([^`\n]+)`")
_QUOTED = re.compile(r'"([^"]+)"')
_DOTTED_NAME = re.compile(r"((?!.*\.com$)[a-z_]+(?:\.\w+)+)(?:\(.*\))?")
_FILE = re.compile(r"[\w./-]+\.(?:py|html|md|js|css|toml|lock|csv|yaml|yml)")
#: Where a name may begin in a document: at the top, or below one of the two.
_BEGINNINGS = ("", "credentials.", "dashboard.")
_PACKAGES = {path.stem for top in ("", "credentials") for path in (ROOT / top).iterdir()}
_LINE_BREAK = re.compile(r"\s*\n[\s#:*/]*")


def test_every_cited_section_of_the_api_page_exists() -> None:
    sections = _numbered_sections(_API_PAGE.read_text())
    citing = {name_of(path): path.read_text() for path in [*_CODE, *_DOCUMENTS]}
    assert sum(len(_cited_sections(text)) for text in citing.values()) > 100
    missing = {name: _missing_sections(text, sections) for name, text in citing.items()}
    assert {name: numbers for name, numbers in missing.items() if numbers} == {}


def test_no_section_number_of_the_api_page_is_used_twice() -> None:
    numbers = Counter(_NUMBERED_HEADING.findall(_without_code(_API_PAGE.read_text())))
    assert len(numbers) > 30
    assert [number for number, count in numbers.items() if count > 1] == []


@pytest.mark.parametrize("page", _DOCUMENTS, ids=name_of)
def test_every_link_of_a_document_leads_somewhere(page: Path) -> None:
    assert _broken_links(page) == []


def test_code_refers_to_no_document_that_is_not_kept_here() -> None:
    references = {name_of(path): _unresolvable(path.read_text()) for path in files("*.py")}
    assert {name: places for name, places in references.items() if places} == {}


@pytest.mark.parametrize("page", _DOCUMENTS, ids=name_of)
def test_every_name_of_the_code_in_a_document_exists(page: Path) -> None:
    assert [name for name in _dotted_names(page.read_text()) if not _resolves(name)] == []


@pytest.mark.parametrize("page", _DOCUMENTS, ids=name_of)
def test_every_file_that_a_document_names_exists(page: Path) -> None:
    assert [name for name in _file_names(page.read_text()) if not _is_kept(name)] == []


def test_every_word_of_the_page_in_the_table_is_on_a_page() -> None:
    table = (ROOT / "docs" / "concepts.md").read_text().split("| on the page |")[1]
    words = [word for row in table.splitlines() for word in _QUOTED.findall(row.split("`")[0])]
    pages = "".join(path.read_text() for path in files("*.html", "*.py") if _is_console(path))
    assert len(words) > 10
    assert [
        word for word in words if f'translate "{word}' not in pages and f'_("{word}"' not in pages
    ] == []


def test_a_planted_name_of_nothing_is_found() -> None:
    page = "`core.Sentence`, `credentials.sentences.Sentence`, `vault.wrong(entry)`, `eu.api`"
    missing = [name for name in _dotted_names(page) if not _resolves(name)]
    assert missing == ["credentials.sentences.Sentence", "vault.wrong"]
    assert [name for name in _file_names("`core/enums.py` `core/none.py`") if not _is_kept(name)]


@pytest.mark.parametrize(
    ("cited", "missing"),
    [
        ("(api {})", ["9.9"]),
        ('"""Of a call (api 3.2, {})."""', ["9.9"]),
        ("the traps of api {} and 3.2", ["9.9"]),
        ("# what a rule covers (api\n    # {}).", ["9.9"]),
        ("(api 3.2 to {})", ["9.9"]),
        ("(api 3.2)", []),
        ("the map {} and the API {}", []),
    ],
)
def test_a_planted_citation_of_a_missing_section_is_found(cited: str, missing: list[str]) -> None:
    planted = cited.replace("{}", "9.9")
    assert _missing_sections(planted, frozenset({"3", "3.2"})) == missing


def test_a_number_in_a_block_of_code_is_no_section() -> None:
    page = "## 3. Calls\n\n### 3.1 Life\n\n```\n## 3.2 a comment\n```\n"
    assert _numbered_sections(page) == {"3", "3.1"}


@pytest.mark.parametrize(
    ("link", "is_broken"),
    [
        ("other.md", False),
        ("other.md#32-rules-and-gets", False),
        ("#here-too", False),
        ("https://example.com/missing.md", False),
        ("missing.md", True),
        ("other.md#33-rules", True),
        ("#there", True),
    ],
)
def test_a_planted_link_to_nowhere_is_found(link: str, is_broken: bool, tmp_path: Path) -> None:
    (tmp_path / "other.md").write_text("## 3.2 Rules, and `GET`s\n")
    page = tmp_path / "page.md"
    page.write_text(f"# Here, too\n\n[a link]({link}), and `[code](nowhere.md)`\n")
    assert _broken_links(page) == ([link] if is_broken else [])


def test_headings_of_the_same_words_are_told_apart() -> None:
    assert _anchors("# Keys\n## Keys\n") == {"keys", "keys-1"}


@pytest.mark.parametrize("document", ["product", "architecture"])
@pytest.mark.parametrize("form", ["({} 2)", "of {} section 2", "({}\n    2.1)"])
def test_a_planted_reference_to_an_unkept_document_is_found(document: str, form: str) -> None:
    assert len(_unresolvable(form.format(document))) == 1
    assert _unresolvable("the product of 2 numbers; docs/architecture.md") == []


def _missing_sections(text: str, sections: frozenset[str]) -> list[str]:
    """The cited numbers that are no section, in the text's order."""
    return [number for number in _cited_sections(text) if number not in sections]


def _cited_sections(text: str) -> list[str]:
    """The numbers of ``(api 3.2)`` and its like, several at once and over a line's end too."""
    citations = _CITATION.findall(_in_one_line(text))
    return [number for citation in citations for number in re.findall(_NUMBER, citation)]


def _numbered_sections(page: str) -> frozenset[str]:
    return frozenset(_NUMBERED_HEADING.findall(_without_code(page)))


def _unresolvable(text: str) -> list[str]:
    """References by number to documents that have no numbered sections here."""
    return _UNRESOLVABLE.findall(_in_one_line(text))


def _is_console(path: Path) -> bool:
    return path.relative_to(ROOT).parts[0] in {"templates", "dashboard"}


def _dotted_names(text: str) -> list[str]:
    """What stands in backticks and begins with a package or a module of ours: ``vault.reveal``."""
    written = (_DOTTED_NAME.fullmatch(word) for word in _IN_BACKTICKS.findall(text))
    names = [match[1] for match in written if match and not _FILE.fullmatch(match[1])]
    return [name for name in names if name.partition(".")[0] in _PACKAGES]


def _file_names(text: str) -> list[str]:
    words = (word.partition("::")[0] for word in _IN_BACKTICKS.findall(text))
    return [word for word in words if _FILE.fullmatch(word)]


def _is_kept(name: str) -> bool:
    return (ROOT / name).exists() or any(f"/{path}".endswith(f"/{name}") for path in _OUR_FILES)


def _resolves(name: str) -> bool:
    return any(_is_there(f"{beginning}{name}") for beginning in _BEGINNINGS)


def _is_there(name: str) -> bool:
    """Whether it is a module, or something in one."""
    try:
        if find_spec(name):
            return True
    except ModuleNotFoundError:
        pass
    owner, _, attribute = name.rpartition(".")
    return bool(owner) and hasattr(_thing(owner), attribute)


def _thing(name: str) -> object:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        owner, _, attribute = name.rpartition(".")
        return getattr(_thing(owner), attribute, None) if owner else None


def _broken_links(page: Path) -> list[str]:
    """The links of a page, as written, whose file or heading is not there."""
    text = re.sub(r"`[^`\n]*`", "", _without_code(page.read_text()))
    return [link for link in _LINK.findall(text) if not _leads_somewhere(link, page)]


def _leads_somewhere(link: str, page: Path) -> bool:
    if re.match(r"[a-z]+:", link):  # an address elsewhere, which is not looked up
        return True
    path, _, anchor = link.partition("#")
    target = page.parent / unquote(path) if path else page
    if not anchor or target.suffix != ".md":
        return target.exists()
    return target.exists() and anchor in _anchors(target.read_text())


def _anchors(page: str) -> set[str]:
    """The anchors that GitHub gives the headings of a page."""
    headings = re.findall(r"^#{1,6} +(.+?)\s*$", _without_code(page), re.MULTILINE)
    slugs = [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]
    counts = [slugs[:position].count(slug) for position, slug in enumerate(slugs)]
    pairs = zip(slugs, counts, strict=True)
    return {f"{slug}-{count}" if count else slug for slug, count in pairs}


def _without_code(page: str) -> str:
    return re.sub(r"^```.*?^```", "", page, flags=re.MULTILINE | re.DOTALL)


def _in_one_line(text: str) -> str:
    """The text without line breaks, and without what begins a line of a comment."""
    return _LINE_BREAK.sub(" ", text)
