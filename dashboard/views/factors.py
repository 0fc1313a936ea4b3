"""A person's own ways to sign in: passkeys, an authenticator app, recovery codes, a password.

django-allauth's views do the work; here they ask for a confirmation first, are stored by nobody,
and say what went wrong where it went wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account_views
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.base import views as mfa_views
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as webauthn_views
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from credentials import audit, people, teams
from credentials.core import AuditAction, KeyringError, Outcome, gettext_noop
from credentials.models import Person, Team
from dashboard import attempts, http, pending_sign_in, session_clock
from dashboard.decorators import factor_change, fresh_confirmation_required, no_store

_UNREADABLE = gettext_noop(
    "What Keydesk keeps of your passkeys, app or recovery codes does not open, so none of them can "
    "be checked. Ask whoever runs Keydesk to reset your factors."
)

_to_index = reverse_lazy("mfa_index")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What the person signs in with."""
    person = http.person(request)
    factors = list(Authenticator.objects.filter(user_id=person.pk).order_by("created_at"))
    context = {
        "passkeys": [_passkey(row) for row in factors if row.type == Authenticator.Type.WEBAUTHN],
        "app": next((factor for factor in factors if factor.type == Authenticator.Type.TOTP), None),
        "codes": _codes(factors),
        "waiting_teams": _waiting_teams(person),
        "sessions": people.sessions_of(person),
        "own_digest": session_clock.own_digest(request),
    }
    return render(request, "mfa/index.html", context)


@require_POST
@fresh_confirmation_required
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign one browser of the person's out."""
    people.end_sessions(http.person(request), actor=http.actor(request), only=session_id)
    messages.success(request, gettext("That session has ended."))
    return redirect("mfa_index")


@require_POST
@fresh_confirmation_required
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign every other browser of the person's out."""
    person, own_digest = http.person(request), session_clock.own_digest(request)
    people.end_sessions(person, actor=http.actor(request), except_digest=own_digest)
    update_session_auth_hash(request, person)
    session_clock.follow_key(request)
    messages.success(request, gettext("Every other session has ended."))
    return redirect("mfa_index")


class _LoginByPasskey(webauthn_views.LoginWebAuthnView):
    def form_invalid(self, form: Any) -> HttpResponse:
        audit.record(
            AuditAction.SIGN_IN_FAILED,
            actor=http.actor(self.request),
            outcome=Outcome.DENIED,
            details={"factor": Authenticator.Type.WEBAUTHN},
        )
        response: HttpResponse = super().form_invalid(form)
        return response


class _ConfirmByPasskey(webauthn_views.ReauthenticateWebAuthnView):
    def form_invalid(self, form: Any) -> HttpResponse:
        """Back to the same page: allauth's own way leads to the sign-in."""
        audit.record(
            AuditAction.CONFIRMATION_FAILED,
            actor=http.actor(self.request),
            outcome=Outcome.DENIED,
            details={"factor": Authenticator.Type.WEBAUTHN},
        )
        for message in form.errors.get("credential", []):
            messages.error(self.request, message)
        return HttpResponseRedirect(self.passthrough_next_url(self.request.path))


def _readable(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Refuse, with a sentence, where what is kept of the person's factors does not open. That is in
    the log, since nothing of Keydesk's does it."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = _person(request)
        if person is None or _opens(person):
            return view(request, *args, **kwargs)
        attempts.log_unreadable(request, person)
        messages.error(request, gettext(_UNREADABLE))
        if request.user.is_authenticated:
            return redirect("mfa_index")
        clear_login(request)
        return redirect("account_login")

    return wrapper


def _opens(person: Person) -> bool:
    try:
        people.check_factors(person)
    except KeyringError:
        return False
    return True


def _person(request: HttpRequest) -> Person | None:
    """Who is signed in, or has given the password and not yet a second factor."""
    if request.user.is_authenticated:
        return http.person(request)
    return pending_sign_in.person_of(request)


def _pending(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Back to the password, where it changed or all sessions ended while the factor was awaited."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated or not pending_sign_in.is_over(request):
            return view(request, *args, **kwargs)
        clear_login(request)
        messages.error(request, gettext("Your password changed meanwhile. Sign in once more."))
        return redirect("account_login")

    return wrapper


sign_in_by_passkey = login_not_required(_LoginByPasskey.as_view())
second_factor = login_not_required(_pending(_readable(mfa_views.authenticate)))
confirm_by_passkey = _readable(_ConfirmByPasskey.as_view())
confirm_by_code = _readable(mfa_views.reauthenticate)
add_passkey = no_store(factor_change(_readable(webauthn_views.AddWebAuthnView.as_view())))
change_password = no_store(factor_change(account_views.password_change))
_removal = webauthn_views.RemoveWebAuthnView.as_view(success_url=_to_index)
remove_passkey = factor_change(_readable(_removal))
add_app = no_store(factor_change(totp_views.activate_totp))
remove_app = factor_change(totp_views.deactivate_totp)
recovery_codes = no_store(factor_change(_readable(recovery_views.view_recovery_codes)))
new_recovery_codes = no_store(factor_change(_readable(recovery_views.generate_recovery_codes)))
set_password = no_store(factor_change(account_views.password_set))


def _passkey(row: Authenticator) -> dict[str, object]:
    name = row.data.get("name") if isinstance(row.data, dict) else None
    return {"row": row, "name": name if isinstance(name, str) else gettext("unknown")}


def _codes(factors: list[Authenticator]) -> dict[str, object] | None:
    """How many recovery codes are left, without opening them."""
    code_factors = [
        factor for factor in factors if factor.type == Authenticator.Type.RECOVERY_CODES
    ]
    if not code_factors:
        return None
    match code_factors[0].data:
        case {"used_mask": int(used), **others}:
            remaining = settings.MFA_RECOVERY_CODE_COUNT - used.bit_count()
            return {"left": remaining, "is_unseen": not others.get("viewed_at")}
    return {"left": 0, "is_unseen": False}


def _waiting_teams(person: Person) -> list[Team]:
    """The teams that a second factor would open."""
    if not person.is_guarded or people.has_second_factor(person):
        return []
    closed = teams.ClosedReason.SECOND_FACTOR
    waiting = [team_id for team_id, reason in person.closed_teams.items() if reason == closed]
    return list(Team.objects.filter(pk__in=waiting))
