"""A report as a page that is also printed: its rows are written as they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from credentials import reports
from credentials.models import Team
from dashboard.labels import Label

#: Every report on one page.
ALL: Final = "all"
COLUMNS: Final[dict[str, Label]] = {
    "about": _("About"),
    "account": _("Account"),
    "active": _("May sign in"),
    "addresses": _("Addresses"),
    "at": _("When"),
    "band": _("Risk"),
    "code": _("Code"),
    "controls": _("Controls"),
    "created": _("Created"),
    "entry": _("Entry"),
    "excepted": _("Exception"),
    "expires": _("Expires"),
    "fingerprint": _("Fingerprint"),
    "first_at": _("First time"),
    "in_vault_as": _("In the vault as"),
    "is_newest": _("Newest version"),
    "kind": _("Kind"),
    "last_at": _("Last time"),
    "last_sign_in": _("Last sign-in"),
    "last_used": _("Last use"),
    "mac": _("Code of the entry"),
    "member_since": _("Member since"),
    "name": _("Name"),
    "number": _("Number"),
    "opened_at": _("Opened"),
    "owner": _("Owner"),
    "person": _("Person"),
    "public_key": _("Public key"),
    "region": _("Region"),
    "rights": _("Rights"),
    "role": _("Role"),
    "second_factor": _("Second factor"),
    "sent_by": _("Sent by"),
    "severity": _("Severity"),
    "signature": _("Signature"),
    "state": _("State"),
    "statement": _("Finding"),
    "subject": _("Subject"),
    "team": _("Team"),
    "times": _("Times"),
    "title": _("In short"),
    "to_do": _("What to do"),
    "verdict": _("Verdict"),
    "version": _("Version"),
    "way": _("How"),
    "what": _("What"),
}
#: What a page leaves to the files: it is long, and nothing for people.
_FOR_FILES: Final = frozenset(
    {"team", "region", "code", "title", "controls", "subject", "fingerprint", "mac", "signature"}
)


def shown_columns(name: str) -> list[str]:
    """The columns of a report that its page shows."""
    return [column for column in reports.REPORTS[name].columns if column not in _FOR_FILES]


def names_of(chosen: str) -> list[str]:
    """The reports on the page of that name; none for a name that there is not."""
    return list(reports.REPORTS) if chosen == ALL else [chosen] if chosen in reports.REPORTS else []


def tables(names: Iterable[str], teams: QuerySet[Team]) -> Iterator[str]:
    """The reports, each a heading and a table, a row at a time."""
    for name in names:
        report = reports.REPORTS[name]
        columns = shown_columns(name)
        yield _head(report.title, report.question, columns)
        count = 0
        for count, row in enumerate(report.rows(teams), 1):  # noqa: B007 -- counted
            yield _row(row, columns)
        yield _foot(count)


def _head(title: str, question: str, columns: Iterable[str]) -> str:
    headings = format_html_join("", '<th scope="col">{}</th>', ((COLUMNS[c],) for c in columns))
    return format_html(
        '<section class="card report"><header><div><h2>{}</h2><p class="small soft">{}</p></div>'
        '</header><div class="scroll" tabindex="0" role="group" aria-label="{}">'
        '<table class="data dense plain"><thead><tr>{}</tr></thead><tbody>',
        _(title),
        _(question),
        _(title),
        headings,
    )


def _row(row: dict[str, Any], columns: Iterable[str]) -> str:
    cells = format_html_join("", "<td>{}</td>", ((_cell(row[column]),) for column in columns))
    return format_html("<tr>{}</tr>", cells)


def _foot(count: int) -> str:
    words = ngettext("%(count)s row", "%(count)s rows", count) % {"count": count}
    return format_html('</tbody></table></div><p class="body small soft">{}</p></section>', words)


def _cell(value: Any) -> Label:
    match value:
        case bool():
            return _("yes") if value else _("no")
        case list():
            return ", ".join(map(str, value))
        case str() if value[10:11] == "T" and value[:4].isdigit():
            return value[:16].replace("T", " ")
        case _:
            return str(value)
