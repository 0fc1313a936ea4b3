"""Why a notice was not sent."""

from __future__ import annotations

from credentials.core import Sentence


class NotSent(Exception):
    """``sentence`` says why, without a secret."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


class Undelivered(NotSent):
    """It was not taken this time, and is tried again."""


class NotWanted(NotSent):
    """Its receiver is none any more, and it is dropped."""
