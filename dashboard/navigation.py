"""The main menu: which pages there are, and which of them a person may open."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from credentials import teams
from credentials.core import Permission
from dashboard import http


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the menu; ``also`` are the other families of pages that it leads to."""

    label: str | Promise
    url_name: str
    icon: str
    permission: Permission = Permission.SEE
    also: tuple[str, ...] = ()

    @property
    def families(self) -> tuple[str, ...]:
        """The namespaces of the pages below this item."""
        return (self.url_name.partition(":")[0], *self.also)


ITEMS = (
    Item(_("Overview"), "overview:home", "layout-dashboard"),
    Item(_("Accounts"), "accounts:list", "building-2", also=("catalogue",)),
    Item(_("Vault"), "vault:list", "vault"),
    Item(_("New key"), "onboarding:start", "plus", Permission.REQUEST_KEYS),
    Item(_("Links"), "sent_links:consent", "external-link"),
    Item(_("Rights builder"), "rights:builder", "list-checks", also=("profiles",)),
    Item(_("Refused calls"), "refusals:explain", "circle-alert"),
    Item(_("API console"), "api_console:list", "cloud", Permission.CALL_API),
    Item(_("Live keys"), "live:list", "key-round", also=("bulk",)),
    Item(_("Rotations"), "rotations:list", "refresh-cw"),
    Item(_("Findings"), "findings:list", "triangle-alert"),
    Item(_("Key reviews"), "campaigns:mine", "badge-check"),
    Item(_("Notices"), "notices:list", "info"),
    Item(_("Service accounts"), "service_accounts:list", "bot"),
    Item(_("Activity"), "activity:list", "scroll-text", Permission.READ_LOG, also=("log_streams",)),
    Item(_("Reports"), "reports:list", "shield-check", Permission.READ_LOG),
    Item(_("Team"), "team:list", "users"),
)


def menu(request: HttpRequest) -> list[dict[str, object]]:
    """The items the person may open, with ``url``, ``label``, ``icon`` and ``current``."""
    permissions = teams.permissions_anywhere(http.person(request))
    namespace = request.resolver_match.namespace if request.resolver_match else ""
    return [
        {
            "url": reverse(item.url_name),
            "label": item.label,
            "icon": item.icon,
            "current": namespace in item.families,
        }
        for item in ITEMS
        if item.permission in permissions
    ]
