"""What the console's templates can say: times as distances, rules as lines, states as words.

docs/look.md shows each of these in use, beside the parts in templates/parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django import template
from django.http import HttpRequest, QueryDict
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from credentials import ovhcloud, vault
from credentials.core import (
    CredentialState,
    KeyState,
    Method,
    Permission,
    RotationState,
    Sentence,
    Severity,
    SyncState,
)
from credentials.findings import Band, Verdict
from credentials.models import APPLICATION_BLOCKED, ENTRY_MODELS, FROZEN, EntryDescription
from credentials.rights import AccessRule, explain_path, rules_by_path
from dashboard import confirmations, finding_labels, http, labels

register = template.Library()

register.filter("act_to_confirm", confirmations.sentence)
register.filter("region", ovhcloud.region_label)

MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60
MONTH, YEAR = 30 * DAY, 365 * DAY

# Both by a state's value, as the columns keep it.
WORDS: dict[str, labels.Label] = {
    **labels.SYNC_STATES,
    **labels.ROTATION_STATES,
    **labels.LIVE_STATES,
    **labels.KEY_STATES,
    vault.GONE: _("Gone"),
    vault.APPLICATION_DELETED: _("Application deleted"),
    FROZEN: _("Frozen"),
    APPLICATION_BLOCKED: _("Application blocked"),
    "unread": _("Not read"),
}
TONES: dict[str, str] = {
    CredentialState.PENDING: "wait",
    KeyState.PENDING: "wait",
    KeyState.UNCONFIRMED: "wait",
    KeyState.REFUSED: "bad",
    KeyState.FOREIGN: "bad",
    SyncState.QUEUED: "wait",
    SyncState.RUNNING: "accent",
    SyncState.DONE: "good",
    SyncState.FAILED: "bad",
    FROZEN: "accent",
    APPLICATION_BLOCKED: "wait",
    RotationState.REQUESTED: "wait",
    RotationState.HANDED_OVER: "accent",
    RotationState.PROVEN: "good",
    RotationState.RETIRING: "wait",
    "unread": "wait",
    Band.AT_RISK: "bad",
    Band.TO_WATCH: "wait",
    Severity.CRITICAL: "bad",
    Severity.HIGH: "bad",
    Severity.MEDIUM: "wait",
}


@dataclass(frozen=True, slots=True)
class RuleLine:
    """The rules of one path on one line."""

    path: str
    methods: tuple[Method, ...]

    @property
    def says(self) -> Sentence:
        return explain_path(self.path, self.methods)


@register.filter
def sentence(value: object) -> str:
    """A ``Sentence`` in the reader's language; any other value as its text."""
    return http.translated(value) if isinstance(value, Sentence) else str(value)


@register.filter
def distance(moment: datetime | None) -> str:
    """How far off a moment is: "in 12 days", "3 h ago"; nothing is "never"."""
    if moment is None:
        return gettext("never")
    seconds = (moment - timezone.now()).total_seconds()
    if abs(seconds) < MINUTE:
        return gettext("just now") if seconds <= 0 else gettext("in a moment")
    # What lasts a week says so for its first minute, and not six days.
    return _ahead(int(seconds) + MINUTE - 1) if seconds > 0 else _ago(int(-seconds))


@register.filter
def rule_lines(rules: Iterable[AccessRule]) -> list[RuleLine]:
    """The rules by path, as ``rights.rules_by_path`` has them, each with what it allows."""
    return [RuleLine(path, methods) for path, methods in rules_by_path(rules)]


@register.filter
def wildcards(path: str) -> list[tuple[str, bool]]:
    """The path in pieces, each with whether it is a wildcard."""
    return [(piece, piece == "*") for piece in re.split(r"(\*)", path) if piece]


@register.filter
def tone(state: str) -> str:
    """The tone of a state: good, wait, bad, accent or idle."""
    return TONES.get(state, "idle")


@register.filter
def state_word(state: str) -> str:
    """The state as a person reads it; one we do not know, as it is spelt."""
    return str(WORDS.get(state, state))


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sprite, named as Lucide names it; always beside a word."""
    return format_html(
        '<svg class="icon" width="18" height="18" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"></use></svg>',
        static("vendor/lucide.svg"),
        name,
    )


@register.simple_tag
def kinds_typed() -> list[EntryDescription]:
    """The kinds of entry that are stored by typing their values."""
    return [model.about for model in ENTRY_MODELS if model.about.storing]


@register.simple_tag
def who_may(permission: str) -> str:
    """Whose roles have the permission: "an admin or an operator"."""
    return labels.who_may(Permission(permission))


@register.simple_tag
def whose_right(permission: str) -> str:
    """What stands beside a button that the reader's role greys."""
    role_names = labels.who_may(Permission(permission))
    return gettext("%(who)s can do this.") % {"who": capfirst(role_names)}


@register.simple_tag
def state_badge(state: str) -> SafeString:
    """A state in its tone and its word."""
    return badge(state_word(state), tone(state))


@register.simple_tag
def badge(word: object, tone: str = "idle") -> SafeString:
    """Any word in a tone."""
    return format_html('<span class="badge" data-tone="{}">{}</span>', tone, word)


@register.simple_tag
def severity_badge(severity: str) -> SafeString:
    """How bad a finding is, in its tone and its word."""
    return badge(finding_labels.severity_word(severity), tone(severity))


@register.inclusion_tag("parts/verdict.html")
def verdict(given: Verdict, most: int = 0) -> dict[str, object]:
    """The band and the sentence of a verdict; with a number, so many more findings one by one."""
    shown = given.open[1 : most + 1]
    return {
        "word": finding_labels.BANDS[given.band],
        "tone": tone(given.band),
        "sentence": given.sentence,
        "shown": shown,
        "more": len(given.open) - 1 - len(shown) if shown else 0,
        "muted": given.muted if given.open else 0,
    }


@register.simple_tag
def timestamp(
    when: datetime | None, absent: str = "", *, is_past: bool = False
) -> SafeString | str:
    """A moment as its distance, the date on hover and for screen readers.

    What ``is_past`` is so whatever another machine's clock says: it is never ahead."""
    if when is None:
        return absent or gettext("never")
    moment = when.astimezone(UTC)
    date = gettext("%(date)s UTC") % {"date": date_format(moment, "j M Y, H:i")}
    return format_html(
        '<local-time><time datetime="{}" title="{}">{}<span class="sr">, {}</span></time>'
        "</local-time>",
        moment.isoformat(timespec="seconds"),
        date,
        distance(min(when, timezone.now()) if is_past else when),
        date,
    )


@register.inclusion_tag("parts/rules.html")
def rules(
    rules: Iterable[AccessRule], limit: int | None = None, *, says: bool = False
) -> dict[str, object]:
    """Rule lines; with ``limit`` only the first few and how many more; ``says`` adds the words."""
    lines = rule_lines(rules)
    shown = lines if limit is None else lines[:limit]
    return {"lines": shown, "more": len(lines) - len(shown), "says": says}


@register.inclusion_tag("parts/sort_heading.html", takes_context=True)
def sort_heading(context: Mapping[str, Any], key: str, label: str) -> dict[str, object]:
    """A column heading that sorts: ``?o=key``, then ``?o=-key``."""
    request: HttpRequest = context["request"]
    order = request.GET.get("o", "")
    directions = {key: "ascending", f"-{key}": "descending"}
    query = QueryDict(mutable=True)
    query.update(request.GET)
    query["o"] = f"-{key}" if order == key else key
    for place in ("page", "after", "before"):
        query.pop(place, None)
    return {"label": label, "url": f"?{query.urlencode()}", "direction": directions.get(order)}


@register.inclusion_tag("parts/timeline.html")
def timeline(events: Iterable[tuple[str, datetime | None, str]]) -> dict[str, object]:
    """A thin timeline of ``(word, moment, tone)``, gaps to scale; events without a moment drop."""
    known = sorted((moment, word, tone) for word, moment, tone in events if moment is not None)
    now = timezone.now()
    moments = [moment for moment, _word, _tone in known] + [now]
    first, last = min(moments), max(moments)
    marks = [
        {"word": word, "when": moment, "tone": tone, "x": _percent(moment, first, last)}
        for moment, word, tone in known
    ]
    return {"marks": marks, "now": _percent(now, first, last)}


def _ahead(seconds: int) -> str:
    if seconds < HOUR:
        return gettext("in %(count)d min") % {"count": seconds // MINUTE}
    if seconds < 2 * DAY:
        return gettext("in %(count)d h") % {"count": seconds // HOUR}
    if seconds < 2 * MONTH:
        return gettext("in %(count)d days") % {"count": seconds // DAY}
    if seconds < 2 * YEAR:
        return gettext("in %(count)d months") % {"count": seconds // MONTH}
    return gettext("in %(count)d years") % {"count": seconds // YEAR}


def _ago(seconds: int) -> str:
    if seconds < HOUR:
        return gettext("%(count)d min ago") % {"count": seconds // MINUTE}
    if seconds < 2 * DAY:
        return gettext("%(count)d h ago") % {"count": seconds // HOUR}
    if seconds < 2 * MONTH:
        return gettext("%(count)d days ago") % {"count": seconds // DAY}
    if seconds < 2 * YEAR:
        return gettext("%(count)d months ago") % {"count": seconds // MONTH}
    return gettext("%(count)d years ago") % {"count": seconds // YEAR}


def _percent(moment: datetime, first: datetime, last: datetime) -> str:
    span = (last - first).total_seconds()
    share = (moment - first).total_seconds() / span if span else 0.0
    return f"{100 * share:.2f}%"
