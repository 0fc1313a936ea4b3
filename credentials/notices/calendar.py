"""When keys end, as a calendar: RFC 5545, with names as pages have them and no secret."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from django.urls import reverse
from django.utils import timezone

from credentials import live, teams
from credentials.core import CredentialState, Permission, gettext_noop, say
from credentials.models import LiveCredential, Person
from credentials.notices.calendar_links import holder_of
from credentials.notices.happenings import name_of
from credentials.public_address import public_address

#: So many ends at most, the nearest first.
MOST: Final = 1000
_WIDTH: Final = 75  # octets in a line, as the RFC has it
_ENDS: Final = gettext_noop("%(about)s ends")
_MARKS: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


def calendar_of(token: str) -> str | None:
    """The ends that the link's person may see now; None for a link that does not work.

    Teams that ask where somebody signs in from, or by which factor, are left out: a link answers
    neither.
    """
    person = holder_of(token)
    if person is None:
        return None
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Keydesk//Ends of keys//EN"]
    for key in _ending(person):
        lines += _event(key)
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _fold(line))


def _ending(person: Person) -> Iterator[LiveCredential]:
    own = [team for team in teams.teams_where(person, Permission.SEE) if not teams.is_guarded(team)]
    keys = LiveCredential.objects.filter(
        live.in_state(CredentialState.VALIDATED), team__in=own, expiration__isnull=False
    )
    yield from keys.select_related("account", "stored").order_by("ends", "pk")[:MOST]


def _event(key: LiveCredential) -> list[str]:
    ends = key.expiration or timezone.now()
    path = reverse("live:credential", args=[key.account_id, key.credential_id])
    return [
        "BEGIN:VEVENT",
        f"UID:key-{key.pk}@keydesk",
        f"DTSTAMP:{_moment(timezone.now())}",
        f"DTSTART:{_moment(ends)}",
        f"SUMMARY:{_text(str(say(_ENDS, about=name_of(key))))}",
        f"DESCRIPTION:{_text(key.account.label)}",
        f"URL:{public_address(path)}",
        "END:VEVENT",
    ]


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(text: str) -> str:
    return "".join(letter for letter in text.translate(_MARKS) if letter.isprintable())


def _fold(line: str) -> Iterator[str]:
    """The line in parts of at most ``_WIDTH`` octets; those after the first begin with a blank."""
    part = ""
    for letter in line:
        if len((part + letter).encode()) > _WIDTH:
            yield part
            part = " "
        part += letter
    yield part
