"""What several forms share: keys, secrets, accounts, the details of an entry, an id to type.

::

    class ApplicationForm(fields.DetailsForm, fields.SecretForm):
        account = fields.AccountField()
        application_key = fields.KeyField(label=_("Application key"))
        application_secret = fields.SecretField(label=_("Application secret"))
        field_order = ("account", "application_key", "application_secret")

    form = ApplicationForm(request.POST or None, people=members, initial={"owner": person})
    form.metadata()             # a vault.EntryMetadata, once the form is valid
    http.complain(form, error)  # a refusal of the verb; secrets are asked for again

    fields.TypedForm(request.POST or None, expected="destroy")   # what parts/confirm.html shows
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from credentials import onboarding, ovhcloud, teams, vault
from credentials.core import Environment, SecretFormatError
from credentials.models import Account, Person
from dashboard import http, labels

_AS_TYPED = {"class": "mono", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}

if TYPE_CHECKING:  # Django's own class takes no type when it runs
    _AccountChoiceField = forms.ModelChoiceField[Account]
else:
    _AccountChoiceField = forms.ModelChoiceField


class KeyField(forms.CharField):
    """A key that may be shown: trimmed, then checked for characters that no key has.

    The complaint names the field by its label and never repeats the value.
    """

    widget: forms.Widget | type[forms.Widget] = forms.TextInput

    def __init__(self, *, label: str | Promise, **kwargs: Any) -> None:
        super().__init__(label=cast("str", label), strip=True, **kwargs)
        self.widget.attrs.update(_AS_TYPED)

    def clean(self, value: str | None) -> str:
        text = super().clean(value) or ""
        if not text:
            return ""
        name = str(self.label)
        try:
            return onboarding.clean_key(text, name=name[:1].lower() + name[1:])
        except SecretFormatError as error:
            raise ValidationError(http.error_text(error), code="format") from None


class SecretField(KeyField):
    """A key that is never sent back to the browser. Belongs in a ``SecretForm``."""

    widget = forms.PasswordInput(render_value=False)


class AccountField(_AccountChoiceField):
    """One of the accounts the form is given; each with its region and team beside it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Account"))
        kwargs.setdefault("empty_label", _("Choose an account"))
        super().__init__(queryset=Account.objects.none(), **kwargs)

    def label_from_instance(self, obj: Account) -> str:
        return f"{obj.label} · {ovhcloud.region_label(obj.endpoint)} · {obj.team}"


class SecretForm(forms.Form):
    """A form whose secrets are not sent back: after a mistake each has to be pasted again."""

    _is_clean = False

    def full_clean(self) -> None:
        self._is_clean = False
        super().full_clean()
        self._is_clean = self.is_bound
        self._ask_again()

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field, error)
        self._ask_again()

    def _ask_again(self) -> None:
        if not (self._is_clean and self.errors):
            return
        filled = [name for name in self.fields if self.cleaned_data.get(name)]
        for name in filled:
            if isinstance(self.fields[name], SecretField):
                super().add_error(name, gettext("Paste it again. Secrets are never shown back."))


class DetailsForm(forms.Form):
    """The details of an entry, which people write. ``people`` are those who may be its owner."""

    label = forms.CharField(
        label=_("Label"), max_length=80, help_text=_("What the team calls it, like dns-updater.")
    )
    owner = forms.ModelChoiceField(
        label=_("Owner"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("The person to ask about it."),
    )
    environment = forms.ChoiceField(
        label=_("Environment"),
        required=False,
        choices=list(labels.ENVIRONMENTS.items()),
    )
    purpose = forms.CharField(
        label=_("Purpose"), required=False, max_length=200, help_text=_("What it is for.")
    )
    used_by = forms.CharField(
        label=_("Used by"),
        required=False,
        max_length=vault.LONGEST_PLACE,
        help_text=_("The first place it is deployed at: a host, a pipeline, a service."),
    )
    never_reveal = forms.BooleanField(
        label=_("Use, never reveal"),
        required=False,
        help_text=_("Nobody is shown its secret: it is exported and replaced, and no more."),
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Person]", self.fields["owner"]).queryset = people

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        account, owner = cleaned.get("account"), cleaned.get("owner")
        if account and owner and not teams.role_in(owner, account.team_id):
            self.add_error("owner", _("The owner has to be a member of the account's team."))
        return cleaned

    def metadata(self) -> vault.EntryMetadata:
        cleaned = self.cleaned_data
        return vault.EntryMetadata(
            label=cleaned["label"],
            owner=cleaned["owner"],
            purpose=cleaned["purpose"],
            environment=Environment(cleaned["environment"]),
            used_by=cleaned.get("used_by", ""),
            never_reveal=cleaned["never_reveal"],
        )


class EditForm(DetailsForm):
    """The details of an entry that is there: its page has the places where it is in use."""

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, people=people, **kwargs)
        del self.fields["used_by"]


class TypedForm(forms.Form):
    """The id or word to type before something final is done."""

    typed = forms.CharField(label=_("Typed"), widget=forms.TextInput(attrs=_AS_TYPED))

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._expected = expected

    def clean_typed(self) -> str:
        typed: str = self.cleaned_data["typed"]
        if self._expected not in (typed, typed.removeprefix("#")):
            raise ValidationError(_("This is not what has to be typed. Nothing was done."))
        return typed
