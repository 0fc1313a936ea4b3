"""What the page of an export shows: a format, how its file will look, and which tools have none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from credentials import onboarding
from credentials.core import EntryKind, KeydeskError
from credentials.models import Entry, EntryDescription, entry_description
from credentials.onboarding import Format
from dashboard import http


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPage:
    """``preview`` is the file with dots, empty where ``trouble`` says why there is none.

    ``without`` are the tools that cannot use such an entry, each with the reason.
    """

    entry: Entry
    about: EntryDescription
    form: Format
    preview: str
    trouble: str
    without: list[tuple[str, str]]


def read(entry: Entry, chosen: str) -> ExportPage:
    """``chosen`` is the name of a format; the likely one where it is none."""
    form = onboarding.FORMATS.get(chosen) or onboarding.likely_format(entry)
    preview, trouble = _preview(entry, form)
    return ExportPage(
        entry=entry,
        about=entry_description(entry),
        form=form,
        preview=preview,
        trouble=trouble,
        without=list(_without(EntryKind(entry.kind))),
    )


def _preview(entry: Entry, form: Format) -> tuple[str, str]:
    if obstacle := onboarding.obstacle_to_export(entry, form):
        return "", http.error_text(obstacle)
    try:
        return onboarding.preview_entry(entry, form=form), ""
    except KeydeskError as error:
        return "", http.error_text(error)


def _without(kind: EntryKind) -> Iterator[tuple[str, str]]:
    for form in onboarding.FORMATS.values():
        if refusal := form.refusal(kind):
            yield gettext(form.tool), http.translated(refusal.sentence)
