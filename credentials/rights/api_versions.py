"""Rules carry no version of the API, though calls do (api 3.2): what to make and say of one."""

from __future__ import annotations

import re
from typing import Final

from credentials.core import Sentence, gettext_noop, say
from credentials.rights.invisible_characters import visible_text

#: A version at the beginning of a path, to be a part of another pattern.
VERSION: Final = r"/(?:1\.0|v1|v2)"
#: One version: two are none, and no call has them.
_VERSION: Final = re.compile(rf"{VERSION}(?=/)(?!{VERSION}(?:/|$))")
_FIRST_BRANCH: Final = ("/1.0", "/v1")
_SECOND_BRANCH: Final = "/v2/"
_WRITE: Final = gettext_noop(
    "Rules carry no version of the API, so %(path)s grants nothing. Write %(bare)s."
)
_NAME_ROUTES: Final = gettext_noop(
    "Rules carry no version of the API, so %(path)s grants nothing. Name the routes without it."
)
_TAKEN_OFF: Final = gettext_noop(
    "Rules carry no version of the API, so %(written)s would grant nothing: %(path)s is taken "
    "instead."
)


def version_of(path: str) -> str:
    """The version that a path begins with, or ``""``."""
    match = _VERSION.match(path)
    return match[0] if match else ""


def strip_version(path: str) -> str:
    """``/1.0/me`` and ``/v1/me`` as ``/me``. ``/v2`` stays: it tells which route is called."""
    version = version_of(path)
    return path[len(version) :] if version in _FIRST_BRANCH else path


def rule_path(path: str) -> str:
    """A call's path as OVHcloud compares it with rules: without any version (api 3.2).

    A rule that is written with a version therefore covers no call.
    """
    bare = strip_version(path)
    rest = bare.removeprefix(_SECOND_BRANCH)
    return f"/{rest}" if rest and rest != bare else bare


def why_nothing(path: str) -> Sentence | None:
    """What is said of a rule whose path has a version: why it grants nothing, and what to write.

    None for a path without one. A version and a star is not the whole account: it was never meant.
    """
    bare = rule_path(path)
    if bare == path:
        return None
    if bare == "/*":
        return say(_NAME_ROUTES, path=visible_text(path))
    return say(_WRITE, path=visible_text(path), bare=visible_text(bare))


def why_taken_off(version: str, path: str) -> Sentence:
    """What is said of a rule that was written with a version before its path."""
    return say(_TAKEN_OFF, written=visible_text(f"{version}{path}"), path=visible_text(path))
