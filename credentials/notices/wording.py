"""A notice in words: its first line, and the lines below."""

from __future__ import annotations

from typing import Final

from credentials.core import NoticeKind, Sentence, gettext_noop, ngettext_noop, say
from credentials.models import Notice

#: What several things of a kind are called together.
_SEVERAL: Final = {
    NoticeKind.CRITICAL: ngettext_noop(
        "%(count)s critical finding opened.", "%(count)s critical findings opened.", by="count"
    ),
    NoticeKind.OWN_KEY_ENDS: ngettext_noop(
        "%(count)s of Keydesk's own keys ends soon.",
        "%(count)s of Keydesk's own keys end soon.",
        by="count",
    ),
    NoticeKind.READING_FAILED: ngettext_noop(
        "%(count)s account could not be read.", "%(count)s accounts could not be read.", by="count"
    ),
    NoticeKind.KEY_WOKE: ngettext_noop(
        "%(count)s key was used again after long.",
        "%(count)s keys were used again after long.",
        by="count",
    ),
    NoticeKind.KEY_ENDS: ngettext_noop(
        "%(count)s key ends soon.", "%(count)s keys end soon.", by="count"
    ),
    NoticeKind.NOT_IN_VAULT: ngettext_noop(
        "%(count)s live key is not in the vault.",
        "%(count)s live keys are not in the vault.",
        by="count",
    ),
    NoticeKind.KEY_REVOKED: ngettext_noop(
        "%(count)s of your keys was revoked.", "%(count)s of your keys were revoked.", by="count"
    ),
    NoticeKind.REVIEW: ngettext_noop(
        "%(count)s review campaign waits for you.",
        "%(count)s review campaigns wait for you.",
        by="count",
    ),
    NoticeKind.DIGEST: ngettext_noop(
        "%(count)s finding opened lately.", "%(count)s findings opened lately.", by="count"
    ),
}
_MORE: Final = gettext_noop("And %(count)s more.")


def headline(notice: Notice) -> Sentence:
    """The notice in a line: the one thing that it tells, or how many there are."""
    sentences = notice.sentences
    if notice.count == 1 and sentences:
        return sentences[0]
    return say(_SEVERAL.get(NoticeKind(notice.kind), _MORE), count=notice.count)


def lines(notice: Notice) -> list[Sentence]:
    """What it tells of, where that is more than the headline says."""
    sentences = notice.sentences
    if notice.count == 1:
        return []
    more = notice.count - len(sentences)
    return [*sentences, say(_MORE, count=more)] if more > 0 else sentences
