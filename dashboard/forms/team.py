"""What an admin types about members and policy."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from credentials.enums import Role
from credentials.house_policy import HousePolicy
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
        help_text=_("Someone new gets a mail with a link to set a password."),
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

    @property
    def policy(self) -> HousePolicy:
        return HousePolicy(**self.cleaned_data)
