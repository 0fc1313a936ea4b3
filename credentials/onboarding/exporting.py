"""Exports: what is kept, as a file that a tool reads. The vault opens it, and logs that it did."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from credentials import audit, ovhcloud, rights, vault
from credentials.audit import Actor
from credentials.core import (
    AuditAction,
    EntryKind,
    KeyState,
    NotAllowedError,
    gettext_noop,
    say,
)
from credentials.models import ConsumerKey, Entry, entry_description, whole_entry
from credentials.onboarding.formats.credential import Credential
from credentials.onboarding.formats.format import Format
from credentials.onboarding.formats.registry import FORMATS
from credentials.ovhcloud import ENDPOINTS
from credentials.sealing import Secret

#: Where an export goes, other than into a file of the machine: the log says it.
CLIPBOARD: Final = "clipboard"
DOWNLOAD: Final = "download"
OUTPUT: Final = "output"


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file to hand out once: its content is a secret as a whole."""

    file: str
    content: Secret = field(repr=False)


def likely_format(entry: Entry) -> Format:
    """The format for the tool whose recipe the key's rights are, or else for one that its label
    names; OVHcloud's own file without either.

    Where several tools have the same recipe, the one that the label names comes first.
    """
    whole = whole_entry(entry)
    usable = [form for form in FORMATS.values() if EntryKind(whole.kind) in form.texts]
    words = entry.label.lower().split()
    matching = [form for form in usable if form.name in words]
    rules = rights.rules_from_api(whole.rules) if isinstance(whole, ConsumerKey) else ()
    slugs = [recipe.slug for recipe in rights.recipes_of_rules(rules)] if rules else []
    fitting = [form for form in usable if _is_for_recipe(form, slugs)]
    both = [form for form in matching if form in fitting]
    return next(iter([*both, *fitting, *matching, *usable]))


def preview_entry(entry: Entry, *, form: Format) -> str:
    """The file with dots for what is sealed: nothing is opened for it, and nothing logged.

    Raises ``NotAllowedError`` where the tool cannot use such an entry, and ``UnsafeValueError``.
    """
    whole = whole_entry(entry)
    parts = [whole, *_companions(whole)]
    return form.preview(_credential(whole, parts, [""] * len(parts)))


def export_entry(
    entry: Entry, *, form: Format, actor: Actor, destination: str, purpose: str = ""
) -> ExportedFile:
    """The entry's credential as a file: a key with its application, whole or not at all.

    ``destination`` is where it goes, for the log. Raises ``NotAllowedError``, ``KeyringError``, and
    ``UnsafeValueError`` for a value that the format cannot hold: it is on the record as exported
    then, though nobody got it.
    """
    whole = whole_entry(entry)
    _guard(whole, form=form, actor=actor)
    return file_of(
        whole,
        form=form,
        open_all=lambda entries: vault.export(
            entries, actor=actor, form=form.name, destination=destination, purpose=purpose
        ),
    )


def file_of(
    whole: Entry, *, form: Format, open_all: Callable[[Sequence[Entry]], Sequence[Secret]]
) -> ExportedFile:
    """The file of a whole entry, whose secrets and its companion's ``open_all`` opens."""
    entries = [whole, *_companions(whole)]
    secrets = [secret.expose() for secret in open_all(entries)]
    return ExportedFile(form.file, Secret(form.render(_credential(whole, entries, secrets))))


def obstacle_to_export(entry: Entry, form: Format) -> NotAllowedError | None:
    """Why there is no such file of the entry, or None."""
    return _obstacle(whole_entry(entry)) or form.refusal(EntryKind(entry.kind))


def _guard(entry: Entry, *, form: Format, actor: Actor) -> None:
    """Refuse what no tool could use; what is exported has its entry in the log from the vault."""
    with audit.attempt(
        AuditAction.SECRET_EXPORTED,
        actor=actor,
        subject=audit.subject_of(entry),
        details={"format": form.name},
    ) as attempt:
        audit.raise_obstacle(obstacle_to_export(entry, form))
        attempt.withdraw()


def _obstacle(entry: Entry) -> NotAllowedError | None:
    """Why there is nothing to export, or None: a key that opens nothing stays where it is."""
    if not isinstance(entry, ConsumerKey) or entry.state == KeyState.VALIDATED:
        return None
    if entry.state == KeyState.UNCONFIRMED:
        return vault.unconfirmed(entry)
    return NotAllowedError(
        say(gettext_noop("%(label)s is not validated: it opens nothing."), label=entry.label),
        next_step=say(gettext_noop("Validate it at OVHcloud first, or request a new key.")),
    )


def _is_for_recipe(form: Format, slugs: Iterable[str]) -> bool:
    return bool(form.recipe) and any(f"{slug}-".startswith(f"{form.recipe}-") for slug in slugs)


def _companions(entry: Entry) -> list[Entry]:
    """The entries without which a tool cannot use this one."""
    relation = entry_description(entry).companion
    return [getattr(entry, relation)] if relation else []


def _credential(whole: Entry, parts: Sequence[Entry], secrets: Sequence[str]) -> Credential:
    """An entry and its companions with their secrets; what a companion has comes first."""
    pairs = list(zip(parts, secrets, strict=True))
    endpoint = ovhcloud.endpoint(whole.account.endpoint)
    return Credential(
        kind=EntryKind(whole.kind),
        # The name that tools know; of an endpoint that only this Keydesk knows, its API root.
        endpoint=endpoint.name if endpoint.name in ENDPOINTS else endpoint.api_root,
        api_root=endpoint.api_root,
        token_url=endpoint.token_url,
        values={
            name: value
            for entry, secret in reversed(pairs)
            for name, value in _values(entry, secret).items()
        },
    )


def _values(entry: Entry, secret: str) -> dict[str, str]:
    """By the names that OVHcloud's own file has."""
    description = entry_description(entry)
    clear = {name: getattr(entry, name) for name in description.exported}
    return {**clear, description.sealed_as: secret}
