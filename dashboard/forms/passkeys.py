"""What a browser posts of a passkey: refused at the field where it is no such answer.

django-allauth's forms know well-formed answers alone, and fail on others.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.utils.translation import gettext

_NO_ANSWER: Final = (KeyError, TypeError, ValueError, AttributeError, RecursionError)


@contextmanager
def _well_formed() -> Iterator[None]:
    try:
        yield
    except _NO_ANSWER as error:
        text = gettext("That was no answer of a passkey. Try it again.")
        raise forms.ValidationError(text) from error


class AnswerField(forms.JSONField):
    """JSON, of a depth and with numbers that can be read."""

    def to_python(self, value: Any) -> Any:
        with _well_formed():
            return super().to_python(value)


def _field() -> AnswerField:
    return AnswerField(widget=forms.HiddenInput)


class SignInForm(LoginWebAuthnForm):
    credential = _field()

    def clean_credential(self) -> Authenticator:
        with _well_formed():
            return super().clean_credential()


class SecondFactorForm(AuthenticateWebAuthnForm):
    credential = _field()

    def clean_credential(self) -> Authenticator:
        with _well_formed():
            return super().clean_credential()


class ConfirmForm(ReauthenticateWebAuthnForm):
    credential = _field()

    def clean_credential(self) -> Authenticator:
        with _well_formed():
            return super().clean_credential()


class AddForm(AddWebAuthnForm):
    credential = _field()

    def clean(self) -> dict[str, Any]:
        with _well_formed():
            return dict(super().clean())
