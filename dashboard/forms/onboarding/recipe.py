"""What a key by a recipe takes: the account, and a name for each blank of the recipe."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from credentials.core import RuleError
from credentials.models import Account
from credentials.rights import AccessRule, Recipe, RecipeParameter
from dashboard import http
from dashboard.forms import fields

_LONGEST_NAME = 300


class NameField(forms.CharField):
    """A name that becomes one segment of a path, spelled as OVHcloud spells it."""

    def __init__(self, parameter: RecipeParameter) -> None:
        super().__init__(label=http.translated(parameter.label), max_length=_LONGEST_NAME)
        self._parameter = parameter
        self.widget.attrs.update(
            {
                "class": "mono",
                "placeholder": parameter.placeholder,
                "autocomplete": "off",
                "autocapitalize": "off",
                "spellcheck": "false",
            }
        )

    def clean(self, value: str | None) -> str:
        given = super().clean(value) or ""
        try:
            return self._parameter.clean(given)
        except RuleError as error:
            raise ValidationError(http.error_text(error), code="name") from None


class RecipeForm(forms.Form):
    """``accounts`` are those that may be asked; one alone is not asked about."""

    account = fields.AccountField()

    def __init__(
        self, *args: Any, recipe: Recipe, accounts: QuerySet[Account], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._recipe = recipe
        field = cast("fields.AccountField", self.fields["account"])
        field.queryset = accounts.select_related("team")
        own = list(accounts[:2])
        if len(own) == 1:
            field.initial, field.widget = own[0].pk, forms.HiddenInput()
        for parameter in recipe.parameters:
            self.fields[f"with-{parameter.name}"] = NameField(parameter)
        for name in [name for name in self.fields if name != "account"][:1]:
            self.fields[name].widget.attrs["autofocus"] = True

    @property
    def values(self) -> dict[str, str]:
        """The names by parameter, once the form is valid."""
        named = self._recipe.parameters
        return {parameter.name: self.cleaned_data[f"with-{parameter.name}"] for parameter in named}

    @property
    def rules(self) -> tuple[AccessRule, ...]:
        """The recipe's rules with these names, once the form is valid."""
        return self._recipe.rules(**self.values)
