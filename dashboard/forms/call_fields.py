"""A form field for each parameter that an operation takes, by its shape."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, NoReturn

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from credentials.rights import (
    BATCH_SEPARATOR,
    HIDDEN,
    Parameter,
    Place,
    Shape,
    mask_typed,
    may_hold_secrets,
    texts_in,
)
from dashboard.forms.fields import SecretField

AS_TYPED: Final = {
    "class": "mono",
    "autocomplete": "off",
    "autocapitalize": "off",
    "spellcheck": "false",
}
_LONGEST: Final = 100_000
_MOST_IN_BATCH: Final = 50
_MONO: Final = {"class": "mono"}
_OF_LINES: Final = re.compile(r"(?i)(certificate|chain|content|key|message|userData|zoneFile)$")
#: As JSON writes one.
_NUMBER: Final = re.compile(
    r"-?(0|[1-9][0-9]{0,40})(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?", re.ASCII
)


def field_for(parameter: Parameter, *, is_sending: bool) -> forms.Field:
    """The field for a parameter; what is not yet sent may have gaps."""
    is_required = parameter.is_required and is_sending
    make = _FIELDS[parameter.shape]
    if parameter.is_secret and parameter.shape is Shape.TEXT:
        make = SecretValueField
    return make(label=parameter.name, required=is_required, **_more(parameter))


def _more(parameter: Parameter) -> dict[str, Any]:
    shape = parameter.shape
    if shape is Shape.CHOICE:
        values = [(value, value) for value in parameter.values]
        return {
            "choices": [("", gettext("Left out")), *values],
            "widget": forms.Select(attrs=_MONO),
        }
    if shape is Shape.LINES:
        rows = 4 if parameter.place is Place.BODY else 2
        return {"item": parameter.item, "max_length": _LONGEST, "widget": _area(rows)}
    if shape is Shape.JSON:
        widget = _area(_rows(parameter))
        return {"parameter": parameter, "max_length": _LONGEST, "widget": widget}
    if shape is Shape.TEXT:
        return {"max_length": _LONGEST, "widget": _text_widget(parameter)}
    return {}


def _text_widget(parameter: Parameter) -> forms.Widget:
    """For a text; a field of one line would lose the line breaks of what is pasted into it."""
    has_lines = parameter.type == "text" or _OF_LINES.search(parameter.name)
    if parameter.place is Place.BODY and has_lines:
        return _SecretArea(attrs={"rows": 4, "data-dots": ""}) if parameter.is_secret else _area(4)
    return SecretField.widget if parameter.is_secret else forms.TextInput(attrs=AS_TYPED)


class _SecretArea(forms.Textarea):
    """Shows dots while it is typed, and nothing of what was sent."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, None, attrs)


def _rows(parameter: Parameter) -> int:
    return min(4 + len(parameter.fields), 16)


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={**AS_TYPED, "rows": rows})


def _number(**kwargs: Any) -> forms.Field:
    attrs = {**AS_TYPED, "inputmode": "decimal"}
    return _NumberField(widget=forms.TextInput(attrs=attrs), **kwargs)


class _NumberField(forms.CharField):
    """A number as JSON writes it: whole ones stay whole."""

    def clean(self, value: str | None) -> Any:
        text = super().clean(value) or ""
        if not text:
            return None
        number = json.loads(text) if _NUMBER.fullmatch(text) else float("inf")
        if abs(number) == float("inf"):
            raise ValidationError(_("Write a number."))
        return number


def _yes_or_no(**kwargs: Any) -> forms.Field:
    choices = [("", _("Left out")), ("true", "true"), ("false", "false")]
    widget = forms.Select(attrs=_MONO)
    return forms.TypedChoiceField(
        choices=choices, coerce=_is_true, empty_value=None, widget=widget, **kwargs
    )


def _is_true(text: str) -> bool:
    return text == "true"


def _read_json(text: str) -> Any:
    return json.loads(text, parse_constant=_refuse) if text.strip() else None


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


class LongField(forms.CharField):
    """A text that no browser cuts short without a word: one that is too long is told."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs: dict[str, Any] = super().widget_attrs(widget)
        return {name: value for name, value in attrs.items() if name != "maxlength"}


class LinesField(LongField):
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


class BatchField(LongField):
    """Several names, commas between them; as many as OVHcloud reads by one call (api 6.1)."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs=AS_TYPED)
        super().__init__(max_length=_LONGEST, widget=widget, **kwargs)

    def clean(self, value: str | None) -> str:
        parts = (part.strip() for part in (super().clean(value) or "").split(BATCH_SEPARATOR))
        names = [part for part in parts if part]
        if len(names) > _MOST_IN_BATCH:
            raise ValidationError(_("OVHcloud reads at most 50 at once. Take some out."))
        return BATCH_SEPARATOR.join(names)


class TextField(LongField):
    """A text; its lines end as they do everywhere but in forms."""

    def clean(self, value: str | None) -> str:
        return _by_lines(super().clean(value) or "")


class SecretValueField(LongField, SecretField):
    """A secret of any characters, for what OVHcloud calls a password."""

    def clean(self, value: str | None) -> str:
        return _by_lines(forms.CharField.clean(self, value) or "")


def _by_lines(text: str) -> str:
    return text.replace("\r\n", "\n")


class JsonField(LongField):
    """A JSON value as text; None where nothing is written. Secrets in it are not sent back: dots
    stand for them then, and have to be replaced."""

    widget = forms.Textarea

    def __init__(self, *, parameter: Parameter, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._parameter = parameter

    def clean(self, value: str | None) -> Any:
        text = (super().clean(value) or "").strip()
        try:
            read = _read_json(text)
        except json.JSONDecodeError as error:
            sentence = gettext("This is no JSON: see line %(line)s, character %(column)s.")
            place = {"line": error.lineno, "column": error.colno}
            raise ValidationError(sentence % place) from None
        except (ValueError, RecursionError):
            raise ValidationError(_("This is no JSON that can be sent.")) from None
        if any(HIDDEN in each for each in texts_in(read)):
            raise ValidationError(_("Write what the dots stand for. Secrets are never shown back."))
        return read

    def prepare_value(self, value: Any) -> str:
        """What is shown: as it was typed where there is no secret in it."""
        text = str(value or "")
        try:
            masked = mask_typed(_read_json(text), self._parameter)
        except (ValueError, RecursionError):
            return "" if may_hold_secrets(text, self._parameter) else text
        if not masked.hidden:
            return text
        is_whole = masked.value == HIDDEN
        return "" if is_whole else json.dumps(masked.value, indent=2, ensure_ascii=False)


_FIELDS: Final[Mapping[Shape, Callable[..., forms.Field]]] = {
    Shape.TEXT: TextField,
    Shape.NUMBER: _number,
    Shape.BOOLEAN: _yes_or_no,
    Shape.CHOICE: forms.ChoiceField,
    Shape.LINES: LinesField,
    Shape.JSON: JsonField,
}
