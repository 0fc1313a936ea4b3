"""The parameters of one operation as a form: a field each, by where it goes and what it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import QueryDict
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
from dashboard.forms.call_fields import AS_TYPED, BatchField, JsonField, field_for
from dashboard.forms.fields import SecretField, SecretForm

Choices = Sequence[tuple[str, Any]]


class CallForm(SecretForm):
    """``values`` by place, once it is valid. ``is_sending`` asks for the method of a write to be
    typed; without it, what is filled in is looked at and nothing has to be."""

    key = forms.ChoiceField(label=_("Key"))
    typed = forms.CharField(
        label=_("Method"), required=False, widget=forms.TextInput(attrs=AS_TYPED)
    )
    batch = forms.BooleanField(
        label=_("Read several at once, with commas between them"), required=False
    )

    def __init__(
        self,
        *args: Any,
        detail: OperationDetail,
        keys: Choices,
        named: Sequence[str],
        is_sending: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.detail = detail
        self._is_sending = is_sending
        self._is_batch = detail.can_batch and bool(self.data.get("batch"))
        #: The fields that are to be sent though nothing is in them.
        ticked = self.data.getlist("empty") if isinstance(self.data, QueryDict) else ()
        self.sent_empty = frozenset(ticked)
        cast("forms.ChoiceField", self.fields["key"]).choices = keys
        for parameter in detail.parameters:
            name = field_name(parameter)
            is_asked = is_sending and name not in self.sent_empty
            self.fields[name] = field_for(parameter, is_sending=is_asked)
        if self._is_batch:
            self.fields[self.batched] = BatchField(label=detail.operation.parameters[-1])
        for name in named:
            self.fields[name].widget.attrs["list"] = f"{name}-names"

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
            self.filled: FilledCall | None = fill_call(
                self.detail, self._values(cleaned), is_batch=self._is_batch
            )
        except RuleError as error:
            self.filled = None
            if self._is_sending and not self.errors:
                self.add_error(None, http.error_text(error))
        return cleaned

    @property
    def batched(self) -> str:
        """The field that takes several names, where one call can read several things."""
        return (
            f"{Place.PATH}-{self.detail.operation.parameters[-1]}" if self.detail.can_batch else ""
        )

    @property
    def taken_out(self) -> frozenset[str]:
        """The fields whose secrets were typed and are not shown back."""
        typed = ((name, self.data.get(name, "")) for name in self.fields)
        return frozenset(name for name, text in typed if self._leaves_out(name, text))

    def _leaves_out(self, name: str, text: str) -> bool:
        field = self.fields[name]
        if isinstance(field, JsonField):
            return field.prepare_value(text) != text
        return bool(text) and isinstance(field, SecretField)

    @property
    def may_be_empty(self) -> frozenset[str]:
        """The fields that may be sent with nothing in them."""
        return frozenset(field_name(each) for each in self.detail.parameters if may_be_empty(each))

    def groups(self) -> list[tuple[Place, list[tuple[BoundField, Parameter]]]]:
        """The fields by place, each with the parameter it is for, those that are needed first; no
        place without any."""
        by_place = {
            place: [
                (self[field_name(parameter)], parameter)
                for parameter in sorted(
                    self.detail.placed(place), key=lambda parameter: not parameter.is_required
                )
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


def field_name(parameter: Parameter) -> str:
    """What the field of a parameter is called: its place and its name."""
    return f"{parameter.place}-{parameter.name}"


def may_be_empty(parameter: Parameter) -> bool:
    """Whether a text, a choice or a list of texts may be sent with nothing in it."""
    is_text = parameter.shape in {Shape.TEXT, Shape.CHOICE, Shape.LINES}
    return is_text and parameter.place is not Place.PATH
