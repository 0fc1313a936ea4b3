"""What the activity log can be narrowed to."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from credentials import audit
from dashboard import activity_labels, labels, tables
from dashboard.long_lists import LongListFilters

# The first word of an action code, and what that family is called.
FAMILIES: dict[str, labels.Label] = {
    "vault": _("Vault"),
    "key": _("Key requests"),
    "live": _("Live keys"),
    "service-account": _("Service accounts"),
    "account": _("Accounts"),
    "team": _("Teams"),
    "person": _("Sign-ins"),
    "access": _("Denials"),
    "audit": _("Readings of this log"),
}


class ActivityFilters(LongListFilters):
    about = tables.choice(_("About"), FAMILIES, any_word=_("About anything"))
    outcome = tables.choice(_("Outcome"), activity_labels.OUTCOMES, any_word=_("Any outcome"))

    searched = ("actor", "subject", "address", "action")
    text_index = audit.TEXT_INDEX
    orders = MappingProxyType({"time": ()})
    start = "-time"

    def condition(self, name: str, value: str) -> Q:
        if name == "about" and value:
            return Q(action__startswith=f"{value}:")
        return super().condition(name, value)

    def phrases(self) -> Iterable[tables.Phrase]:
        return [
            *tables.spelled("action", activity_labels.ACTIONS),
            *tables.spelled("outcome", activity_labels.OUTCOMES),
        ]
