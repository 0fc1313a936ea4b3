"""What an admin types about members."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from credentials.enums import Role
from dashboard import labels

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
