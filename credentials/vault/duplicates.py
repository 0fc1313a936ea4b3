"""Refusing what is stored already. To be asked with the account locked."""

from __future__ import annotations

from django.views.decorators.debug import sensitive_variables

from credentials.core import NotAllowedError, gettext_noop, say
from credentials.models import Entry
from credentials.sealing import instance_key
from credentials.vault import search


@sensitive_variables("secret")
def guard_new(entry: Entry, secret: str) -> None:
    """Raises ``NotAllowedError`` where the account has the entry, or its team has the secret."""
    _guard_identity(entry)
    guard_secret(entry, secret)


@sensitive_variables("secret")
def guard_secret(entry: Entry, secret: str) -> None:
    """Raises ``NotAllowedError`` where another entry of the team holds this value.

    One application may be in several accounts, for each has keys of it: entries with the same
    application key hold the same secret.
    """
    about = entry.about
    holders = search.entries_holding(secret, team=entry.account.team)
    if about.exported:
        same = {f"{about.relation}__{name}": getattr(entry, name) for name in about.exported}
        holders = holders.exclude(**same)
    holder = holders.first()
    if holder is None:
        return
    if not about.exported:
        raise NotAllowedError(
            say(
                gettext_noop("This %(secret)s is stored already, as %(label)s."),
                secret=say(about.secret_label),
                label=holder,
            ),
            next_step=say(gettext_noop("Open that entry, or paste another value.")),
        )
    raise NotAllowedError(
        say(gettext_noop("This secret is stored already, in %(label)s."), label=holder),
        next_step=say(gettext_noop("Check that the right value was copied.")),
    )


@sensitive_variables("secret")
def guard_version(entry: Entry, secret: str) -> None:
    """Raises ``NotAllowedError`` where a version of the entry is this value."""
    same = entry.versions.filter(blind_index=instance_key.index(secret)).first()
    if same is not None:
        raise NotAllowedError(
            say(
                gettext_noop("Version %(number)s of %(label)s is this very value."),
                number=same.number,
                label=entry.label,
            ),
            next_step=say(gettext_noop("Nothing was changed. Paste the new value.")),
        )


def guard_listed(entry: Entry) -> None:
    """Raises ``NotAllowedError`` where an entry that is not archived is the same at OVHcloud."""
    stored = Entry.objects.get(pk=entry.pk)
    same = Entry.objects.filter(
        account=stored.account_id,
        kind=stored.kind,
        ovhcloud_id=stored.ovhcloud_id,
        archived_at=None,
    ).exclude(pk=stored.pk)
    other = same.first() if stored.ovhcloud_id else None
    if other is not None:
        raise NotAllowedError(
            say(gettext_noop("%(label)s is the same at OVHcloud."), label=other),
            next_step=say(
                gettext_noop("Archive one of the two: they cannot both be in the lists.")
            ),
        )


_KNOWN = gettext_noop("%(identifier)s is stored already, as %(label)s.")


def _guard_identity(entry: Entry) -> None:
    """By the clear columns that a tool needs; a consumer key has none: its value tells."""
    about = entry.about
    columns = {name: getattr(entry, name) for name in about.exported}
    same = type(entry)._default_manager.filter(account=entry.account, **columns)
    stored = same.first() if columns else None
    if stored is not None:
        template = about.storing.known_already if about.storing else _KNOWN
        raise NotAllowedError(
            say(template, identifier=entry.identifier, label=stored),
            next_step=say(gettext_noop("Open that entry to replace its secret.")),
        )
