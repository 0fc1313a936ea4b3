"""What an admin types about members and policy."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from credentials.core import Role
from credentials.rights import TeamPolicy
from credentials.teams import AccessTerms, is_within
from dashboard import labels

_TEN_YEARS = 3_650
_ROLES = [(role.value, labels.ROLES[role]) for role in Role]


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=_ROLES)

    @property
    def chosen(self) -> Role:
        return Role(self.cleaned_data["role"])


class MemberForm(RoleForm):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("Someone new gets an invitation by mail, which works for 48 hours."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=_ROLES, initial=Role.REQUESTER)
    field_order = ("email", "role")


class PolicyForm(forms.Form):
    """The terms of a team's policy; nothing ticked and nothing typed asks nothing."""

    forbids_whole_account = forms.BooleanField(
        label=_("No key reaches the whole account"),
        required=False,
        help_text=_("Refuses /* and rules that together reach as much, however they are spelled."),
    )
    requires_addresses = forms.BooleanField(
        label=_("Production keys are bound to addresses"),
        required=False,
        help_text=_("A key whose environment is not set counts as a production key."),
    )
    requires_owner = forms.BooleanField(
        label=_("Every key has an owner"),
        required=False,
        help_text=_("A member of the team to ask about it."),
    )
    longest_days = forms.IntegerField(
        label=_("Longest validity, in days"),
        required=False,
        min_value=1,
        max_value=_TEN_YEARS,
        help_text=_(
            "OVHcloud takes it from the person who consents, so Keydesk cannot set it: it says "
            "what to choose, and marks a key that lasts longer. Empty: no limit."
        ),
    )

    requires_second_factor = forms.BooleanField(
        label=_("Members sign in with a second factor"),
        required=False,
        help_text=_(
            "A passkey or an authenticator app. The team is closed to a member who has none, "
            "until they set one up."
        ),
    )

    requires_purpose = forms.BooleanField(
        label=_("A secret is shown for a purpose"),
        required=False,
        help_text=_(
            "Whoever reveals, copies or exports a secret writes what for; the log keeps it."
        ),
    )
    requires_passphrase = forms.BooleanField(
        label=_("Handover links have a passphrase"),
        required=False,
        help_text=_("Keydesk makes it. It is told by another way than the link."),
    )
    allows_api_writes = forms.BooleanField(
        label=_("The API console may change things"),
        required=False,
        help_text=_(
            "Admins and operators then may send POST, PUT and DELETE with a stored key, each typed "
            "and confirmed. Off: it reads only."
        ),
    )
    allowed_networks = forms.CharField(
        label=_("Networks the team may be opened from"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "mono", "spellcheck": "false"}),
        help_text=_(
            "One a line, such as 192.0.2.0/24 or 2001:db8::/32. Empty: from anywhere. Your own "
            "address has to be among them."
        ),
    )

    def __init__(self, *args: Any, address: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._address = address

    def clean_allowed_networks(self) -> tuple[str, ...]:
        """Blocks as they are kept; the person who sets them must not lock themselves out."""
        lines = self.cleaned_data["allowed_networks"].replace(",", "\n").split()
        try:
            networks = tuple(str(ip_network(line, strict=False)) for line in lines)
        except ValueError:
            raise forms.ValidationError(_("Write addresses or blocks, one a line.")) from None
        if networks and not is_within(self._address, networks):
            text = gettext("Your own address, %(address)s, is not among them.")
            raise forms.ValidationError(text % {"address": self._address})
        return networks

    @property
    def policy(self) -> TeamPolicy:
        columns = {name: self.cleaned_data[name] for name in TeamPolicy().columns()}
        return TeamPolicy(**columns)

    @property
    def access(self) -> AccessTerms:
        columns = {name: self.cleaned_data[name] for name in AccessTerms().columns()}
        return AccessTerms(**columns)
