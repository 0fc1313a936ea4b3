"""Why something was not sent."""

from __future__ import annotations

from typing import Final

from credentials.core import Sentence, coded, gettext_noop, say

_UNREACHED: Final = coded("webhook.unreached", gettext_noop("It was not reached (%(cause)s)."))
_FAULT: Final = coded("notice.fault", gettext_noop("Something went wrong: %(kind)s."))


class NotSent(Exception):
    """``sentence`` says why, without a secret."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


class Undelivered(NotSent):
    """It was not taken this time, and is tried again."""


def unreached(error: Exception) -> Undelivered:
    """That there was no connection, or that it broke: by the kind of the error alone."""
    return Undelivered(say(_UNREACHED, cause=type(error).__name__))


def fault(error: Exception) -> Undelivered:
    """That something failed that should not: by the kind of the error alone."""
    return Undelivered(say(_FAULT, kind=type(error).__name__))
