"""Three pasted values."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from credentials.models import Account
from credentials.onboarding import KeyTriple
from dashboard.forms import fields

_KEYS = ("application_key", "application_secret", "consumer_key")


class PasteForm(fields.DetailsForm, fields.SecretForm):
    """The three values of one key, each in its own field."""

    account = fields.AccountField()
    application_key = fields.KeyField(label=_("Application key"))
    application_secret = fields.SecretField(label=_("Application secret"))
    consumer_key = fields.SecretField(label=_("Consumer key"))
    manages = forms.BooleanField(
        label=_("Keydesk works with this key"),
        required=False,
        help_text=_("The account's management key: it reads the live keys, and revokes them."),
    )

    def __init__(self, *args: Any, accounts: QuerySet[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Account]", self.fields["account"]).queryset = accounts

    def triple(self) -> KeyTriple:
        return KeyTriple(**{name: self.cleaned_data[name] for name in _KEYS})
