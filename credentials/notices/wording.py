"""A notice in words: its first line, and the lines below."""

from __future__ import annotations

from typing import Final

from credentials.core import NoticeKind, Sentence, gettext_noop, say
from credentials.models import Notice

#: What several things of a kind are called together.
_SEVERAL: Final = {
    NoticeKind.CRITICAL: gettext_noop("%(count)s critical findings opened."),
    NoticeKind.OWN_KEY_ENDS: gettext_noop("%(count)s of Keydesk's own keys end soon."),
    NoticeKind.READING_FAILED: gettext_noop("%(count)s accounts could not be read."),
    NoticeKind.KEY_WOKE: gettext_noop("%(count)s keys were used again after long."),
    NoticeKind.KEY_ENDS: gettext_noop("%(count)s keys end soon."),
    NoticeKind.NOT_IN_VAULT: gettext_noop("%(count)s live keys are not in the vault."),
    NoticeKind.KEY_REVOKED: gettext_noop("%(count)s of your keys were revoked."),
    NoticeKind.REVIEW: gettext_noop("%(count)s review campaigns wait for you."),
    NoticeKind.DIGEST: gettext_noop("%(count)s findings opened lately."),
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
