"""The keys of a text as rows of a table: what was found, its state, and whether it was stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from credentials import onboarding, ovhcloud, vault
from credentials.audit import Actor
from credentials.core import KeydeskError, Sentence
from credentials.models import Account, Entry, Person, Team
from credentials.onboarding import CandidateState, CheckedKey, Leftover
from dashboard import labels
from dashboard.forms.onboarding import KeepForm, TakeInForm


@dataclass(frozen=True, slots=True)
class Row:
    """``place`` is the number of a key that may be ticked; ``entry`` what keeps it by now.

    ``told`` are the sentences beside it, ``left`` what of the text is not taken as a value.
    """

    label: str
    identifier: str
    kind: labels.Label
    endpoint: str
    nic: str
    line: int
    word: labels.Label
    tone: str
    account: Account | None = None
    entry: Entry | None = None
    place: int | None = None
    reasons: tuple[Sentence, ...] = ()
    missing: tuple[labels.Label, ...] = ()
    left: tuple[Leftover, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """The rows of a text, those to tick sealed for the next step."""

    rows: list[Row]
    leftovers: list[Leftover]
    sealed: str
    ready_count: int


def preview(form: TakeInForm, *, person: Person, actor: Actor) -> Preview:
    """What a text holds, asked of OVHcloud. Raises ``KeydeskError`` where the actor may not."""
    team: Team = form.cleaned_data["team"]
    checked = onboarding.check_keys(
        form.candidates, team=team, endpoint=form.cleaned_data["endpoint"], actor=actor
    )
    keys = list(checked)
    ready = [key for key in keys if key.standing is CandidateState.READY]
    places = {id(key): place for place, key in enumerate(ready)}
    rows = [replace(_row(key), place=places.get(id(key))) for key in keys]
    sealed = onboarding.seal_keys(ready, team=team, person=person)
    return Preview(rows, form.leftovers, sealed, len(ready))


def keep(form: KeepForm, *, person: Person, actor: Actor) -> list[Row]:
    """Keep what is ticked, each by itself. Raises ``KeydeskError`` where nothing can be opened."""
    team: Team = form.cleaned_data["team"]
    keys = onboarding.open_keys(form.cleaned_data["sealed"], team=team, person=person)
    return [_kept(key, form, team, actor) for key in form.ticked(keys)]


def counts(rows: Sequence[Row]) -> tuple[int, int]:
    """How many were stored, and how many were not."""
    stored = sum(row.entry is not None for row in rows)
    return stored, len(rows) - stored


def _kept(key: CheckedKey, form: KeepForm, team: Team, actor: Actor) -> Row:
    row = _row(key)
    metadata = vault.EntryMetadata(label=row.label, **form.details())
    try:
        entry = onboarding.take_in(key, team=team, metadata=metadata, actor=actor)
    except KeydeskError as error:
        return replace(row, reasons=error.sentences, word=labels.NOT_STORED, tone="bad")
    return replace(row, entry=entry, account=entry.account, word=labels.STORED, tone="good")


def _row(key: CheckedKey) -> Row:
    candidate = key.candidate
    return Row(
        label=onboarding.label_of(candidate),
        identifier=candidate.identifier,
        kind=labels.KINDS[candidate.kind],
        endpoint=ovhcloud.region_label(candidate.endpoint or candidate.named_endpoint),
        nic=key.nic,
        line=candidate.line,
        word=labels.STANDINGS[key.standing],
        tone=_TONES[key.standing],
        account=key.account,
        entry=key.entry,
        reasons=key.reasons,
        missing=_words(candidate.missing),
        left=candidate.problems,
    )


def _words(fields: Iterable[str]) -> tuple[labels.Label, ...]:
    return tuple(labels.FIELDS[field] for field in fields)


_TONES = {
    CandidateState.READY: "good",
    CandidateState.KNOWN: "idle",
    CandidateState.TWICE: "idle",
    CandidateState.INCOMPLETE: "wait",
    CandidateState.REFUSED: "bad",
    CandidateState.UNANSWERED: "wait",
}
