"""How people come back from the identity provider (OpenID Connect), by django-allauth."""

from __future__ import annotations

from typing import Any, Final, cast

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.app_settings import UID_MAX_LENGTH
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from credentials import audit, people
from credentials.core import NotAllowedError, gettext_noop, say
from credentials.models import Person
from credentials.public_address import public_address
from dashboard import http, new_sign_in

#: What an id token may be signed by: a pair of keys, of which the provider keeps one.
ALGORITHMS: Final = frozenset(
    {"ES256", "ES384", "ES512", "EdDSA", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512"}
)

_REFUSED = 403


class UnexpectedProviderError(OAuth2Error, ValueError):
    """The provider is not the one of the settings, or signs as nobody should."""


class NonceClient(OAuth2Client):
    """Asks the provider to repeat a number of this sign-in's in the token that it signs."""

    def get_redirect_url(self, authorization_url: str, scope: Any, extra_params: Any) -> str:
        anew = new_sign_in.PARAMS if new_sign_in.is_asked(self.request) else {}
        params = {**extra_params, **anew, "nonce": _nonce(self.state)}
        return str(super().get_redirect_url(authorization_url, scope, params))


class PublicAddressAdapter(OpenIDConnectOAuth2Adapter):
    """The way back leads to the public address. There is an id token, verified by its signature,
    for Keydesk, in answer to this very sign-in.

    What the provider says of itself counts where it names the issuer of the settings.
    """

    client_class = NonceClient

    @property
    def openid_config(self) -> dict[str, Any]:
        config: dict[str, Any] = super().openid_config
        expected = self.get_provider().app.settings["server_url"]
        if str(config.get("issuer", "")).rstrip("/") != expected.rstrip("/"):
            raise UnexpectedProviderError("The provider names another issuer than OIDC_ISSUER.")
        return config

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return public_address(reverse("openid_connect_callback"))

    def get_access_token_data(self, *args: Any, **kwargs: Any) -> Any:
        """allauth trusts a token that it fetched itself unverified; a signature costs nothing."""
        answer = super().get_access_token_data(*args, **kwargs)
        self.did_fetch_access_token = False
        return answer

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        if not kwargs["response"].get("id_token"):
            raise UnexpectedProviderError("The provider sent no id token.")
        return super().complete_login(request, app, token, **kwargs)

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        """allauth takes the algorithm that the token names; here it is one of a list."""
        try:
            algorithm = jwt.get_unverified_header(id_token).get("alg")
        except jwt.PyJWTError:
            algorithm = None
        if algorithm not in ALGORITHMS:
            raise UnexpectedProviderError("The id token is signed by no algorithm of the list.")
        claims: dict[str, Any] = super()._decode_id_token(app, id_token)
        expected = _nonce(str(self.request.GET.get("state", "")))
        if not constant_time_compare(str(claims.get("nonce", "")), expected):
            raise UnexpectedProviderError("The id token answers another sign-in.")
        is_ours_alone = claims["aud"] in (app.client_id, [app.client_id])
        if not is_ours_alone and claims.get("azp") != app.client_id:
            raise UnexpectedProviderError("The id token is for others as well.")
        if not _is_subject(claims.get("sub")):
            raise UnexpectedProviderError("The id token names nobody in a way that can be kept.")
        is_asked = new_sign_in.is_asked(self.request)
        if is_asked and not new_sign_in.note(self.request, claims.get("auth_time")):
            raise UnexpectedProviderError("The provider did not ask for a sign-in just now.")
        return claims


class ConsoleProvider(OpenIDConnectProvider):
    """The one provider there is, by SOCIALACCOUNT_PROVIDERS."""

    oauth2_adapter_class = PublicAddressAdapter


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Nobody signs up: groups of the provider let people in, or nobody does."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def list_apps(self, *args: Any, **kwargs: Any) -> list[Any]:
        """Those of the settings alone: a row of the database is no provider to ask or believe."""
        return [app for app in super().list_apps(*args, **kwargs) if app.pk is None]

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find or make the person, put them into their teams, or refuse."""
        claims = _claims(sociallogin.account.extra_data)
        known = sociallogin.user if sociallogin.is_existing else None
        try:
            if known is not None:
                audit.guard_genuine(sociallogin.account)
            email = _email(claims, known)
        except NotAllowedError as refusal:
            people.refuse_sign_in(known, address=http.address(request), cause="refused")
            raise ImmediateHttpResponse(_refused(request, refusal)) from None
        person = _admit(request, email, _groups(claims), known=known)
        sociallogin.account.extra_data = {}  # what it says is used here, and kept nowhere
        if known is None:
            sociallogin.connect(request, person)
        else:
            sociallogin.account.save(update_fields=["extra_data"])

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, **more: Any
    ) -> None:
        exception = more.get("exception")
        cause = type(exception).__name__ if exception else str(error or "unknown")
        raise ImmediateHttpResponse(failed(request, cause=cause))


def failed(request: HttpRequest, *, cause: str) -> HttpResponse:
    """The page for somebody whom the provider did not let in, or could not be asked about."""
    people.refuse_sign_in(None, address=http.address(request), cause=cause)
    return render(request, "socialaccount/failed.html", status=_REFUSED)


def _admit(request: HttpRequest, email: str, groups: list[str], *, known: Person | None) -> Person:
    try:
        return people.admit_by_groups(email, groups, known=known, address=http.address(request))
    except NotAllowedError as refusal:
        raise ImmediateHttpResponse(_refused(request, refusal)) from None


def _refused(request: HttpRequest, refusal: NotAllowedError) -> HttpResponse:
    context = {"refusal": http.error_text(refusal)}
    return render(request, "socialaccount/refused.html", context, status=_REFUSED)


def _nonce(state: str) -> str:
    """What the provider repeats: it follows from the state, which is used once by one session."""
    return salted_hmac("keydesk.oidc.nonce", state, algorithm="sha256").hexdigest()


def _is_subject(subject: object) -> bool:
    """Whether it is a name for a person that fits: printable ASCII (OpenID Connect Core, 2)."""
    is_text = isinstance(subject, str) and subject.isascii() and subject.isprintable()
    return is_text and 0 < len(str(subject)) <= UID_MAX_LENGTH


def _claims(answered: dict[str, Any]) -> dict[str, Any]:
    """What the provider says of the person; both of its answers have to speak of the same one."""
    token, user_info = answered.get("id_token") or {}, answered.get("userinfo") or {}
    if token and user_info and token.get("sub") != user_info.get("sub"):
        return {}
    return {**token, **user_info}


def _email(claims: dict[str, Any], known: Person | None) -> str:
    """The address that the provider vouches for; a person who was here before is told by id."""
    email = str(claims.get("email") or "")
    if known is not None and claims:
        return known.email
    if not _is_address(email) or not _is_vouched_for(claims, email):
        raise NotAllowedError(
            say(gettext_noop("The provider does not say that this e-mail address is yours.")),
            next_step=say(gettext_noop("Ask whoever runs your accounts.")),
        )
    return email


def _is_address(text: str) -> bool:
    try:
        Person.objects.guard_email(text)
    except ValidationError:
        return False
    return bool(text)


def _is_vouched_for(claims: dict[str, Any], email: str) -> bool:
    """Some providers say nothing of it: that will do for somebody new, for nobody's account."""
    is_verified = claims.get("email_verified")
    return is_verified is True or (is_verified is None and Person.objects.with_email(email) is None)


def _groups(claims: dict[str, Any]) -> list[str]:
    groups = claims.get(settings.OIDC_GROUPS_CLAIM, [])
    return (
        [str(group) for group in cast("list[object]", groups)] if isinstance(groups, list) else []
    )
