"""No template that nothing renders, no class of the style sheets that nothing uses."""

from __future__ import annotations

import re

from tests.project_files import ROOT, files

#: Django and allauth look for these by themselves.
_LOOKED_FOR = re.compile(r"(account|allauth|mfa)/.*|\d{3}(_csrf)?\.html")
#: htmx puts it on what waits for an answer.
_GIVEN_BY_HTMX = {"htmx-request"}
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLOCK = re.compile(r"\{[^{}]*\}")
_CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
_WORD = re.compile(r"[\w-]+")
_CLASS_ATTRIBUTE = re.compile(r'class="((?:{%.*?%}|{{.*?}}|[^"])*)"')
_WIDTH_BLOCK = re.compile(r"{% block width %}(\w+){% endblock %}")
_WIDGET_CLASS = re.compile(r'"class": "([^"]*)"')

TEMPLATES = ROOT / "templates"


def unused_templates(names: set[str], sources: str) -> set[str]:
    rendered = {name for name in names if f'"{name}"' in sources or f"'{name}'" in sources}
    return {name for name in names - rendered if not _LOOKED_FOR.fullmatch(name)}


def css_classes(sheet: str) -> set[str]:
    return set(_CLASS.findall(_BLOCK.sub(" ", _COMMENT.sub("", sheet))))


def used_classes(markup: str) -> set[str]:
    used = _CLASS_ATTRIBUTE.findall(markup) + _WIDTH_BLOCK.findall(markup)
    return set(_WORD.findall(" ".join(used + _WIDGET_CLASS.findall(markup))))


def test_every_template_is_rendered() -> None:
    names = {path.relative_to(TEMPLATES).as_posix() for path in files("*.html", below="templates")}
    sources = [*files("*.html", below="templates"), *files("*.py", below="dashboard")]
    assert unused_templates(names, "".join(path.read_text() for path in sources)) == set()


def test_every_css_class_is_used() -> None:
    sheets = "".join(path.read_text() for path in files("*.css", below="static"))
    scripts = "".join(path.read_text() for path in files("*.js", below="static/js"))
    sources = [*files("*.html", below="templates"), *files("*.py", below="dashboard")]
    used = used_classes("".join(path.read_text() for path in sources))
    used |= set(_WORD.findall(scripts)) | _GIVEN_BY_HTMX
    assert css_classes(sheets) - used == set()


def test_a_template_that_nothing_renders_is_named() -> None:
    sources = '{% include "parts/tile.html" %}'
    assert unused_templates({"parts/tile.html", "parts/x.html", "404.html"}, sources) == {
        "parts/x.html"
    }


def test_a_class_that_nothing_uses_is_named() -> None:
    sheet = "/* .no */ .card > .x:not(.y) { margin: 0.5rem } @media print { .z { color: red } }"
    assert css_classes(sheet) == {"card", "x", "y", "z"}
    assert used_classes('<p class="card{% if x %} y{% endif %}">') >= {"card", "y"}
