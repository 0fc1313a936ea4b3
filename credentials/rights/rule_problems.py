"""What is wrong with what is no rule: rows, texts and links say it in the same sentences."""

from __future__ import annotations

from typing import Final

from credentials.core import Sentence, gettext_noop, say
from credentials.rights.invisible_characters import visible_text

NO_RULE: Final = say(gettext_noop("There is no rule in this text. A rule reads like this: GET /me"))


def no_method(text: str) -> Sentence:
    """What stands in the place of a method and is none."""
    sentence = gettext_noop(
        "“%(method)s” is no method. A rule has GET, POST, PUT, PATCH or DELETE."
    )
    return say(sentence, method=visible_text(text))


def no_path(text: str) -> Sentence:
    """What stands in the place of a path and is none."""
    sentence = gettext_noop("“%(path)s” is no path. A rule's path begins with a slash: /me.")
    return say(sentence, path=visible_text(text))


def path_too_long(path: str) -> Sentence:
    """A path beyond ``rule.LONGEST_PATH``."""
    sentence = gettext_noop("The path %(path)s is longer than 64 KB. No route is.")
    return say(sentence, path=visible_text(path))


def stray_character(path: str, character: str) -> Sentence:
    """A character right after a path that no path has: the path may go on after it."""
    sentence = gettext_noop(
        "After %(path)s stands “%(character)s”, which no path has. Copy the path again."
    )
    return say(sentence, path=visible_text(path), character=visible_text(character))


def method_without_rules(method: str) -> Sentence:
    """A method of HTTP that no rule has: HEAD, OPTIONS."""
    sentence = gettext_noop(
        "OVHcloud's rules know GET, POST, PUT and DELETE alone, so no rule allows %(method)s; one "
        "for GET is not said to."
    )
    return say(sentence, method=visible_text(method))
