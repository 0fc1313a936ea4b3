"""Exports: what is kept, as a file that a tool reads. The vault opens it, and logs that it did."""

from __future__ import annotations

from dataclasses import dataclass, field

from credentials import audit, conf, vault
from credentials.audit import Actor
from credentials.endpoints import ENDPOINTS
from credentials.enums import AuditAction, EntryKind, KeyState
from credentials.errors import NotAllowedError
from credentials.formats import Credential, Format
from credentials.keyring import Secret
from credentials.models import Application, ConsumerKey, Entry, ServiceAccount
from credentials.sentences import gettext_noop, say


@dataclass(frozen=True, slots=True)
class Export:
    """A file to hand out once: its content is a secret as a whole."""

    file: str
    content: Secret = field(repr=False)


def obstacle(entry: Entry) -> NotAllowedError | None:
    """Why there is nothing to export, or None: a key that opens nothing stays where it is."""
    if not isinstance(entry, ConsumerKey) or entry.state == KeyState.VALIDATED:
        return None
    return NotAllowedError(
        say(gettext_noop("%(label)s is not validated: it opens nothing."), label=entry.label),
        next_step=say(gettext_noop("Validate it at OVHcloud first, or request a new key.")),
    )


def export(entry: Entry, *, form: Format, actor: Actor) -> Export:
    """The entry's credential as a file: a key with its application, whole or not at all.

    Raises ``NotAllowedError``, ``KeyringError``, and ``UnsafeValueError`` for a value that the
    format cannot hold: it is on the record as exported then, though nobody got it.
    """
    whole = _whole(entry)
    found = obstacle(whole)
    if found is not None:
        _log_refusal(whole, found, form=form, actor=actor)
        raise found
    held = [whole, *([whole.application] if isinstance(whole, ConsumerKey) else [])]
    secrets = vault.export(held, actor=actor, form=form.name)
    values = _values(whole, [secret.expose() for secret in secrets])
    credential = Credential(endpoint=_endpoint(whole.account.endpoint), values=values)
    return Export(form.file, Secret(form.render(credential)))


def _log_refusal(entry: Entry, error: NotAllowedError, *, form: Format, actor: Actor) -> None:
    audit.record_failure(
        AuditAction.SECRET_EXPORTED,
        error,
        actor=actor,
        subject=audit.subject_of(entry),
        details={"format": form.name},
    )


def _whole(entry: Entry) -> Application | ConsumerKey | ServiceAccount:
    """The entry with the columns of its kind."""
    if entry.kind == EntryKind.CONSUMER_KEY:
        return ConsumerKey.objects.select_related("account__team", "application__account").get(
            pk=entry.pk
        )
    model = Application if entry.kind == EntryKind.APPLICATION else ServiceAccount
    return model.objects.select_related("account__team").get(pk=entry.pk)


def _values(whole: Application | ConsumerKey | ServiceAccount, opened: list[str]) -> dict[str, str]:
    """By the names that OVHcloud's own file has; ``opened`` begins with the entry's own secret."""
    if isinstance(whole, ServiceAccount):
        return {"client_id": whole.client_id, "client_secret": opened[0]}
    if isinstance(whole, Application):
        return {"application_key": whole.application_key, "application_secret": opened[0]}
    return {
        "application_key": whole.application.application_key,
        "application_secret": opened[1],
        "consumer_key": opened[0],
    }


def _endpoint(name: str) -> str:
    """The name that tools know; of an endpoint that only this Keydesk knows, its API root."""
    return name if name in ENDPOINTS else conf.endpoint(name).api_root
