"""An application as a page: what it is, and every key of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from credentials import findings, live, ovhcloud, rights
from credentials.core import NotAllowedError, Permission, Sentence, gettext_noop, say
from credentials.findings import Verdict
from credentials.models import Application, LiveApplication
from dashboard.pages.key import KeyPage
from dashboard.templatetags.console import distance


@dataclass(frozen=True, slots=True)
class ApplicationPage:
    """``keys`` are those that OVHcloud lists, and ``verdicts`` those on them, by the ids of their
    rows; ``stored`` is the vault entry of the application."""

    application: LiveApplication
    keys: list[KeyPage]
    stored: Application | None
    verdicts: Mapping[int, Verdict]
    may: frozenset[Permission]

    @property
    def verdict(self) -> Verdict:
        """The verdict on the application and its keys together."""
        return findings.verdict_on_application(self.application, self.verdicts.values())

    @property
    def judged_keys(self) -> list[tuple[KeyPage, Verdict]]:
        """The keys, each with its verdict."""
        return [(page, self.verdicts[page.key.pk]) for page in self.keys]

    @property
    def endpoint(self) -> str:
        return ovhcloud.region_label(self.application.account.endpoint)

    @property
    def may_revoke(self) -> bool:
        """Whether the reader's role allows it."""
        return Permission.REVOKE in self.may

    @property
    def name(self) -> str:
        known = self.application.name
        return known or gettext("Application %(id)s") % {"id": self.application.application_id}

    @property
    def listed_ids(self) -> str:
        """The ids of the keys shown, for the confirmation to send back."""
        return " ".join(str(key.key.credential_id) for key in self.keys)

    @property
    def obstacle(self) -> NotAllowedError | None:
        """Why it cannot be revoked, whoever asks."""
        return live.obstacle_to_revoking_application(self.application)


def what_stops(page: ApplicationPage) -> list[Sentence]:
    """Every key that ends with the application, by name; and what cannot be undone."""
    key_labels = [_named(key) for key in page.keys] or [say(gettext_noop("It has no key."))]
    for_good = gettext_noop("The application itself, for good: nobody can make a key of it again.")
    return [*key_labels, say(for_good)]


def _named(page: KeyPage) -> Sentence:
    template = _NAMED_STORED if page.key.stored else _NAMED
    return say(
        template,
        id=page.key.credential_id,
        label=page.key.stored.label if page.key.stored else "",
        paths=", ".join(path for path, _methods in rights.rules_by_path(page.rules)[:_MOST_PATHS]),
        when=distance(page.key.last_use),
    )


_MOST_PATHS = 3
_NAMED = gettext_noop("Key #%(id)s, not in the vault: %(paths)s. Last use: %(when)s.")
_NAMED_STORED = gettext_noop("Key #%(id)s, kept as %(label)s: %(paths)s. Last use: %(when)s.")
