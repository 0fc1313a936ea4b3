"""Three pasted values, or a text that holds them."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from credentials import conf, pasted
from credentials.errors import SecretFormatError
from credentials.models import Account
from credentials.onboarding import Triple
from credentials.pasted import Found
from dashboard import http
from dashboard.forms import fields

_KEYS = ("application_key", "application_secret", "consumer_key")


class _UnrenderedTextarea(forms.Textarea):
    """A text area that is empty whenever the page is shown."""

    def format_value(self, value: Any) -> None:
        return None


class PastedField(fields.SecretField):
    """A config, environment lines or JSON; its value is what was found in it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=_UnrenderedTextarea(attrs={"rows": 6}), **kwargs)

    def clean(self, value: str | None) -> Any:
        try:
            return pasted.read(value or "") if value else None
        except SecretFormatError as error:
            raise ValidationError(http.full(error), code="format") from None


class PasteForm(fields.CardFields, fields.SecretForm):
    """Each of the three values comes from its own field or, where that is empty, from the text."""

    account = fields.AccountField()
    pasted = PastedField(
        label=_("A text that holds them"),
        required=False,
        help_text=_("An ovh.conf, environment lines, JSON, or the page that showed the values."),
    )
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
        self._triple: dict[str, str] = {}
        for name in _KEYS:
            self.fields[name].required = not self.data.get("pasted")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        found = cleaned.get("pasted") or Found()
        for name in _KEYS:
            if name not in self.errors:
                self._triple[name] = cleaned.get(name) or self._taken(name, getattr(found, name))
        self._check_region(cleaned.get("account"), found)
        return cleaned

    def triple(self) -> Triple:
        return Triple(**self._triple)

    def _taken(self, name: str, value: str) -> str:
        """The value found in the text, checked as if it had been pasted into the field."""
        if not value:
            self.add_error(name, gettext("It is missing, and the text does not hold it."))
            return ""
        try:
            return str(self.fields[name].clean(value))
        except ValidationError as error:
            self.add_error(name, error)
            return ""

    def _check_region(self, account: Account | None, found: Found) -> None:
        endpoint = _endpoint(found.endpoint)
        if found.names_endpoint and not endpoint:
            sentence = gettext(
                "The text names an endpoint that Keydesk does not know. Known ones: %(known)s. "
                "Correct that line, or leave it out: the account says where its keys work."
            )
            self.add_error("pasted", sentence % {"known": ", ".join(conf.endpoints())})
        if account and endpoint and endpoint != account.endpoint:
            sentence = gettext("The text is for %(text)s, and this account is at %(own)s.")
            self.add_error("account", sentence % {"text": endpoint, "own": account.endpoint})


def _endpoint(named: str) -> str:
    """Which endpoint a config means: by its name, by its last part (``eu``), or by its address."""
    url = named.rstrip("/")
    for name, endpoint in conf.endpoints().items():
        if named in (name, name.removeprefix("ovh-")) or url in (
            endpoint.api_root,
            endpoint.origin,
        ):
            return name
    return ""
