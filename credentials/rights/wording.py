"""What a rule allows, in plain words: always true, and never less than the rule does allow."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from credentials.core import Method, Sentence, gettext_noop, say
from credentials.rights import product_words
from credentials.rights.api_versions import why_nothing
from credentials.rights.glob import STAR
from credentials.rights.invisible_characters import visible_text
from credentials.rights.product_words import Product

_LETTERS = {
    Method.GET: "R",
    Method.POST: "C",
    Method.PUT: "U",
    Method.PATCH: "U",
    Method.DELETE: "D",
}

_TEMPLATES = {
    "R": gettext_noop("Read %(what)s"),
    "C": gettext_noop("Create or act on %(what)s"),
    "U": gettext_noop("Change %(what)s"),
    "D": gettext_noop("Delete %(what)s"),
    "RC": gettext_noop("Read, create or act on %(what)s"),
    "RU": gettext_noop("Read and change %(what)s"),
    "RD": gettext_noop("Read and delete %(what)s"),
    "CU": gettext_noop("Create, act on or change %(what)s"),
    "CD": gettext_noop("Create, act on or delete %(what)s"),
    "UD": gettext_noop("Change and delete %(what)s"),
    "RCU": gettext_noop("Read, create, act on or change %(what)s"),
    "RCD": gettext_noop("Read, create, act on or delete %(what)s"),
    "RUD": gettext_noop("Read, change and delete %(what)s"),
    "CUD": gettext_noop("Create, act on, change or delete %(what)s"),
    "RCUD": gettext_noop("Read, create, act on, change or delete %(what)s"),
}


def explain_path(path: str, methods: Collection[Method]) -> Sentence:
    """What the methods (at least one) allow on the path, as one sentence.

    The sentence holds another one, in ``what``: to translate it, translate both.
    """
    if nothing := why_nothing(path):
        return nothing
    allowed = {_LETTERS[method] for method in methods}
    template = _TEMPLATES["".join(letter for letter in "RCUD" if letter in allowed)]
    return say(template, what=_what(path))


def _what(path: str) -> Sentence:
    if path in {STAR, "/*"}:
        return say(gettext_noop("everything in the account"))
    if len(path) > 1 and path.endswith("/"):
        template = gettext_noop("%(what)s (with trailing slash)")
        return say(template, what=_what_without_slash(path[:-1]))
    return _what_without_slash(path)


def _what_without_slash(path: str) -> Sentence:
    segments = path.split("/")
    below = segments[-1] == STAR
    body = segments[1:-1] if below else segments[1:]
    if not path.startswith("/") or "" in body or any(map(_is_glued, segments)):
        return _pattern(path)
    product, length = product_words.find(body)
    if product and _names_a_thing(product, body[length:]):
        return _thing(product, body, length, below=below)
    return _pattern(path) if STAR in body else _place(path, product, below=below)


def _is_glued(segment: str) -> bool:
    return STAR in segment and segment != STAR


def _names_a_thing(product: Product, rest: Sequence[str]) -> bool:
    name, tail = rest[:1], rest[1:]
    return bool(product.singular) and not product.fixed.intersection(name) and STAR not in tail


def _thing(product: Product, body: Sequence[str], length: int, *, below: bool) -> Sentence:
    name, tail = body[length : length + 1], body[length + 1 :]
    prefix = "/" + "/".join(body[:length])
    if not name:
        return _all_of(product, prefix) if below else _list_of(product)
    whole = (
        _any_of(product) if name == [STAR] else say(product.singular, name=visible_text(name[0]))
    )
    if tail:
        template = gettext_noop("“%(part)s” of %(whole)s")
        whole = say(template, part=visible_text("/".join(tail)), whole=whole)
    if below:
        whole = say(gettext_noop("everything below %(whole)s"), whole=whole)
    if name == [STAR]:
        # The star crosses slashes: it is not certain to stop at the end of one name.
        template = gettext_noop("%(what)s, anywhere below %(path)s")
        return say(template, what=whole, path=prefix)
    return whole


def _list_of(product: Product) -> Sentence:
    return say(gettext_noop("the list of %(product)s"), product=say(product.plural))


def _any_of(product: Product) -> Sentence:
    return say(gettext_noop("all %(product)s"), product=say(product.plural))


def _all_of(product: Product, prefix: str) -> Sentence:
    template = gettext_noop("all %(product)s and everything else below %(path)s")
    return say(template, product=say(product.plural), path=prefix)


def _place(path: str, product: Product | None, *, below: bool) -> Sentence:
    place = say("%(path)s", path=visible_text(path.removesuffix("/*")))
    if product:
        template = gettext_noop("%(path)s (%(product)s)")
        place = say(template, path=place, product=say(product.plural))
    return say(gettext_noop("everything below %(place)s"), place=place) if below else place


def _pattern(path: str) -> Sentence:
    if STAR not in path:
        return _place(path, None, below=False)
    if path.endswith(STAR) and STAR not in path[:-1]:
        return say(
            gettext_noop("every path that begins with %(path)s"), path=visible_text(path[:-1])
        )
    template = gettext_noop("every path like %(path)s, a star standing for anything")
    return say(template, path=visible_text(path))
