"""Of one thing nobody reads "1 keys": each sentence with a number has a form for one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

import pytest

from credentials.core import Sentence, ngettext_noop, pack, say, sentences, unpack
from dashboard import http
from tests.project_files import name_of, source_files

_PLACE: Final = re.compile(r"%\((\w+)\)([sd])")
#: A number with what is counted.
_COUNTED: Final = re.compile(
    r"%\(\w+\)[sd] (?:(?:more|live|other|stored|valid|critical|of \w+) )?"
    r"(keys|days|seconds|minutes|hours|calls|entries|applications|operations|rules|addresses|accounts"
    r"|times|places|paths|services|versions|rows|products|secrets|things|weeks|objects|members"
    r"|findings|readings|migrations|campaigns|characters|lines|people|clients)\b"
)
_ONE_ONLY: Final = {"gettext", "gettext_lazy", "gettext_noop", "_"}
#: How sentences begin whose number is never 1.
_NEVER_ONE: Final = (
    "%(key)s expires in %(days)s days.",
    "%(rule)s would reach %(count)s operations, since a star takes slashes too.",
    "A campaign holds at most %(most)s keys.",
    "Keys stay frozen for 0 to %(most)s days.",
    "The description has %(found)s operations, where %(known)s are known.",
    "The list holds %(most)s places, which is the most.",
    "The text holds %(count)s keys, and a page takes %(most)s.",
    "These are %(count)d addresses; a key takes %(most)d at most.",
    "These are %(count)d paths; the builder takes %(most)d at most.",
    "These are %(count)s calls. Ask about one at a time",
    "This is too long for a call: more than %(most)s characters.",
    "What follows the first %(most)d addresses is not read.",
    "Wide: %(count)s addresses.",
    *(f"in %(count)d {unit}" for unit in ("days", "months", "years")),
    *(f"%(count)d {unit} ago" for unit in ("days", "months", "years")),
)


@pytest.mark.parametrize("many", sorted(sentences._SINGULARS))
def test_a_sentence_with_a_number_is_said_of_one(many: str) -> None:
    singular, by = sentences._SINGULARS[many]
    values = {name: 1 if name == by else 2 for name, _ in _PLACE.findall(many)}
    assert str(say(many, **values)) == singular % values == http.translated(say(many, **values))
    assert str(say(many, **values | {by: 2})) == many % (values | {by: 2})
    assert {name for name, _ in _PLACE.findall(singular)} <= values.keys()


def test_what_is_kept_is_said_of_one_as_well() -> None:
    kept = pack(say("Is %(days)s days old.", days=1))
    assert str(unpack(kept)) == "Is 1 day old."
    assert str(unpack({"template": "Is %(days)s days old.", "values": {"days": 1}})) == str(
        unpack(kept)
    )


def test_a_sentence_without_its_number_is_said_of_many() -> None:
    many = ngettext_noop("%(n)s moon", "%(n)s moons", by="n")
    assert str(Sentence(many, {"n": "1"})) == "1 moons"


def test_no_sentence_counts_things_without_a_form_for_one() -> None:
    counted = [
        (name, text)
        for name, text in _marked_for_one_number()
        if not text.startswith(_NEVER_ONE)
        if _COUNTED.search(text)
    ]
    assert counted == []


def _marked_for_one_number() -> Iterator[tuple[str, str]]:
    for path in source_files():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and _name(node.func) in _ONE_ONLY:
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield name_of(path), argument.value


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
