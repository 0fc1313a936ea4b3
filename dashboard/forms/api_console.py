"""The parameters of one operation as a form: a field each, by where it goes and what it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NoReturn, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from credentials.core import RuleError
from credentials.rights import (
    Empty,
    FilledCall,
    OperationDetail,
    Parameter,
    Place,
    Shape,
    fill_call,
)
from dashboard import http
from dashboard.forms.fields import SecretField, SecretForm

Choices = Sequence[tuple[str, Any]]

_LONGEST: Final = 100_000
_TYPED: Final = {
    "class": "mono",
    "autocomplete": "off",
    "autocapitalize": "off",
    "spellcheck": "false",
}


class LinesField(forms.CharField):
    """A list, one thing a line; numbers where ``item`` is a number."""

    widget = forms.Textarea

    def __init__(self, *, item: Shape, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._is_number = item is Shape.NUMBER

    def clean(self, value: str | None) -> Any:
        lines = [line.strip() for line in (super().clean(value) or "").splitlines()]
        given = [line for line in lines if line]
        try:
            return [int(line) for line in given] if self._is_number else given
        except ValueError:
            raise ValidationError(_("Write whole numbers, one a line.")) from None


class SecretValueField(SecretField):
    """A secret of any characters, for what OVHcloud calls a password."""

    def clean(self, value: str | None) -> str:
        text: str = forms.CharField.clean(self, value) or ""
        return text


class JsonField(forms.CharField):
    """A JSON value as text; None where nothing is written."""

    widget = forms.Textarea

    def clean(self, value: str | None) -> Any:
        text = (super().clean(value) or "").strip()
        try:
            return json.loads(text, parse_constant=_refuse) if text else None
        except json.JSONDecodeError as error:
            sentence = gettext("This is no JSON: see line %(line)s, character %(column)s.")
            place = {"line": error.lineno, "column": error.colno}
            raise ValidationError(sentence % place) from None
        except (ValueError, RecursionError):
            raise ValidationError(_("This is no JSON that can be sent.")) from None


class CallForm(SecretForm):
    """``values`` by place, once it is valid. ``is_sending`` asks for the method of a write to be
    typed; without it, what is filled in is looked at and nothing has to be."""

    key = forms.ChoiceField(label=_("Key"))
    typed = forms.CharField(required=False, widget=forms.TextInput(attrs=_TYPED))

    def __init__(
        self,
        *args: Any,
        detail: OperationDetail,
        keys: Choices,
        names: Mapping[str, Sequence[str]],
        is_sending: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.detail = detail
        self.names = names
        self._is_sending = is_sending
        #: The fields that are to be sent though nothing is in them.
        ticked = self.data.getlist("empty") if isinstance(self.data, QueryDict) else ()
        self.sent_empty = frozenset(ticked)
        cast("forms.ChoiceField", self.fields["key"]).choices = keys
        for parameter in detail.parameters:
            name = field_name(parameter)
            is_asked = is_sending and name not in self.sent_empty
            self.fields[name] = _field(parameter, is_sending=is_asked)
        self._offer_names()

    def clean_typed(self) -> str:
        """A write is typed by its method."""
        typed: str = self.cleaned_data["typed"].strip()
        if self._is_sending and not self.detail.is_read and typed != self.detail.operation.method:
            raise ValidationError(_("Type the method to go on. Nothing was sent."))
        return typed

    def clean(self) -> dict[str, Any]:
        """The call is filled in; a value that cannot stand in the path is a complaint."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            self.filled: FilledCall | None = fill_call(self.detail, self._values(cleaned))
        except RuleError as error:
            self.filled = None
            if self._is_sending and not self.errors:
                self.add_error(None, http.error_text(error))
        return cleaned

    @property
    def may_be_empty(self) -> frozenset[str]:
        """The fields that may be sent with nothing in them."""
        return frozenset(field_name(each) for each in self.detail.parameters if may_be_empty(each))

    def groups(self) -> list[tuple[Place, list[tuple[BoundField, Parameter]]]]:
        """The fields by place, each with the parameter it is for; no place without any."""
        by_place = {
            place: [
                (self[field_name(parameter)], parameter) for parameter in self.detail.placed(place)
            ]
            for place in Place
        }
        return [(place, fields) for place, fields in by_place.items() if fields]

    def _values(self, cleaned: Mapping[str, Any]) -> dict[Place, dict[str, object]]:
        return {
            place: {
                parameter.name: self._value(cleaned, parameter)
                for parameter in self.detail.placed(place)
            }
            for place in Place
        }

    def _value(self, cleaned: Mapping[str, Any], parameter: Parameter) -> object:
        """What was typed; nothing, sent as such, where that is ticked."""
        value = cleaned.get(field_name(parameter))
        is_nothing = value in (None, "", [])
        is_ticked = field_name(parameter) in self.sent_empty and may_be_empty(parameter)
        return Empty.TEXT if is_nothing and is_ticked else value

    def _offer_names(self) -> None:
        for name in self.names:
            self.fields[name].widget.attrs["list"] = f"{name}-names"


def field_name(parameter: Parameter) -> str:
    """What the field of a parameter is called: its place and its name."""
    return f"{parameter.place}-{parameter.name}"


def may_be_empty(parameter: Parameter) -> bool:
    """Whether a text, a choice or a list of texts may be sent with nothing in it."""
    is_text = parameter.shape in {Shape.TEXT, Shape.CHOICE, Shape.LINES}
    return is_text and parameter.place is not Place.PATH


def _field(parameter: Parameter, *, is_sending: bool) -> forms.Field:
    """The field for a parameter; what is not yet sent may have gaps."""
    make = (
        SecretValueField
        if parameter.is_secret and _is_line(parameter)
        else _FIELDS[parameter.shape]
    )
    is_required = parameter.is_required and is_sending
    return make(label=parameter.name, required=is_required, **_more(parameter))


def _is_line(parameter: Parameter) -> bool:
    return parameter.shape is Shape.TEXT


def _more(parameter: Parameter) -> dict[str, Any]:
    shape = parameter.shape
    if shape is Shape.CHOICE:
        values = [(value, value) for value in parameter.values]
        return {
            "choices": [("", gettext("Left out")), *values],
            "widget": forms.Select(attrs=_MONO),
        }
    if shape is Shape.LINES:
        return {"item": parameter.item, "max_length": _LONGEST, "widget": _area(4)}
    if shape is Shape.JSON:
        return {"max_length": _LONGEST, "widget": _area(_rows(parameter))}
    if shape is Shape.TEXT and not parameter.is_secret:
        return {"max_length": _LONGEST, "widget": forms.TextInput(attrs=_TYPED)}
    return {}


def _rows(parameter: Parameter) -> int:
    return min(4 + len(parameter.fields), 16)


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={**_TYPED, "rows": rows})


def _number(**kwargs: Any) -> forms.Field:
    attrs = {**_TYPED, "inputmode": "decimal"}
    return _NumberField(widget=forms.TextInput(attrs=attrs), **kwargs)


class _NumberField(forms.CharField):
    """A number as JSON writes it: whole ones stay whole."""

    def clean(self, value: str | None) -> Any:
        text = super().clean(value) or ""
        for read in (int, float) if text else ():
            try:
                number = read(text)
            except ValueError:
                continue
            if number == number and abs(number) != float("inf"):
                return number
        if text:
            raise ValidationError(_("Write a number."))
        return None


def _yes_or_no(**kwargs: Any) -> forms.Field:
    choices = [("", _("Left out")), ("true", "true"), ("false", "false")]
    widget = forms.Select(attrs=_MONO)
    return forms.TypedChoiceField(
        choices=choices, coerce=_is_true, empty_value=None, widget=widget, **kwargs
    )


def _is_true(text: str) -> bool:
    return text == "true"


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


_MONO: Final = {"class": "mono"}
_FIELDS: Final[Mapping[Shape, Callable[..., forms.Field]]] = {
    Shape.TEXT: forms.CharField,
    Shape.NUMBER: _number,
    Shape.BOOLEAN: _yes_or_no,
    Shape.CHOICE: forms.ChoiceField,
    Shape.LINES: LinesField,
    Shape.JSON: JsonField,
}
