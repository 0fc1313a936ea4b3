"""What people type to sign in, where it differs from what django-allauth asks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from allauth.account.forms import ChangePasswordForm, ResetPasswordForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext

from credentials import people
from dashboard import attempts, http, rate_limits

_DIGITS: Final = 6


class AskResetForm(ResetPasswordForm):
    """The answer is the same for every address; mail goes to people of this instance alone."""

    def clean_email(self) -> str:
        email, address = str(super().clean_email()), http.address(context.request)
        if rate_limits.take(rate_limits.of_reset(email, address)):
            attempts.log_limited(http.actor(context.request), page="reset")
            raise forms.ValidationError(
                gettext("That was asked too often. Wait a quarter of an hour, and read your mail.")
            )
        return email

    def save(self, request: HttpRequest, **_: Any) -> str:
        person = next(iter(self.users), None)
        people.ask_reset(person, actor=http.actor(request))
        return str(self.cleaned_data["email"])


class NewPasswordForm(ChangePasswordForm):
    """Guesses at the old password are those of a confirmation."""

    def clean_oldpassword(self) -> str:
        with attempts.counted(context.request, self.user):
            return str(super().clean_oldpassword())


class SecondFactorForm(AuthenticateForm):
    """A code of the app or a recovery code, each of which counts once."""

    def clean_code(self) -> str:
        with attempts.counted(context.request, self.user):
            return _once(self, str(super().clean_code()))


class ConfirmByAppForm(ReauthenticateForm):
    """Six digits of the app; a recovery code signs in, and confirms nothing."""

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].replace(" ", "")
        if len(code) != _DIGITS:
            raise forms.ValidationError(gettext("Type the six digits that your app shows now."))
        with attempts.counted(context.request, self.user):
            return _once(self, str(super().clean_code()))


class SetUpAppForm(ActivateTOTPForm):
    """The code that shows that the app has the seed signs nobody in besides."""

    def clean_code(self) -> str:
        return _once(self, str(super().clean_code()))


def _once(form: Any, code: str) -> str:
    """The code, the first time. allauth's own mark ends 30 seconds on, before the code does, and
    stands in the cache; this one is a row that nothing pushes out."""
    seconds = settings.MFA_TOTP_PERIOD * (2 * settings.MFA_TOTP_TOLERANCE + 1)
    if not rate_limits.use_once(f"{form.user.pk}:{code}", timedelta(seconds=seconds)):
        raise forms.ValidationError(gettext("This code was used already. Wait for the next one."))
    return code
