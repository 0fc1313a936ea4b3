"""How django-allauth behaves here: people are invited, and what it keeps of them is sealed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_lazy
from qrcode import QRCode
from qrcode.image.svg import SvgPathImage

from credentials import audit, people, teams
from credentials.models import Membership, Person
from dashboard import http, pending_sign_in, session_clock
from dashboard.attempts import CountingAdapter

_WAYS = {
    "mfa_reauthenticate:webauthn": gettext_lazy("Use a passkey"),
    "reauthenticate": gettext_lazy("Use your password"),
    "mfa_reauthenticate": gettext_lazy("Use your authenticator app"),
}


class ConsoleAdapter(CountingAdapter):
    """No sign-up: an admin of a team invites people."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        return http.is_own_path(context.request, url)

    def pre_login(self, request: HttpRequest, user: Person, **more: Any) -> HttpResponse | None:
        """Who was deactivated and put back is deactivated, whichever way they came; a sign-in that
        waits for a second factor ends with what it began by."""
        user.is_active = user.is_active and audit.holds_or_logged(user)
        pending_sign_in.note(request, user)
        answer: HttpResponse | None = super().pre_login(request, user, **more)
        return answer

    def set_password(self, user: Person, password: str) -> None:
        """Whoever changes their own password stays signed in here, and nowhere else."""
        request = context.request
        actor = audit.actor_of(user, self.get_client_ip(request))
        own_digest = session_clock.own_digest(request)
        people.set_password(user, password, actor=actor, except_digest=own_digest)

    def get_reauthentication_methods(self, user: Person) -> list[dict[str, Any]]:
        """What the person can confirm with, the strongest first; recovery codes are no such."""
        ways = {way["id"]: way for way in super().get_reauthentication_methods(user)}
        if "mfa_reauthenticate" in ways and not is_mfa_enabled(user, [Authenticator.Type.TOTP]):
            del ways["mfa_reauthenticate"]
        return [{**ways[name], "description": _WAYS[name]} for name in _WAYS if name in ways]


class FactorAdapter(DefaultMFAAdapter):
    """Seeds are sealed for one person; passkeys belong to the public address."""

    def encrypt(self, text: str) -> str:
        return people.seal_factor(context.request.user, text)

    def decrypt(self, encrypted_text: str) -> str:
        return people.open_factor(encrypted_text).expose()

    def get_totp_issuer(self) -> str:
        return "Keydesk"

    def build_totp_svg(self, url: str) -> str:
        """An element of the page itself: the policy lets in no picture that a page carries."""
        code = QRCode(border=2, image_factory=SvgPathImage)
        code.add_data(url)
        svg: str = code.make_image().to_string(encoding="unicode")
        return svg

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": urlsplit(settings.PUBLIC_URL).hostname or "", "name": "Keydesk"}

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:  # noqa: A002
        """What a new passkey is called until its owner says better."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey %(number)d") % {"number": count + 1}


class ConsoleBackend(AuthenticationBackend):
    """The person of a session, in one query with their roles, where their rows still hold.

    A person is known by the address of their own row: django-allauth's table has no say in it.
    """

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Person | None:
        person: Person | None = super().authenticate(request, **credentials)
        address = str(credentials.get("email") or credentials.get("username") or "")
        return person if person == Person.objects.with_email(address) else None

    def get_user(self, user_id: int) -> Person | None:
        memberships = _memberships(user_id)
        person = memberships[0].person if memberships else Person.objects.filter(pk=user_id).first()
        if person is None or not person.is_active:
            return None
        own_teams = [membership.team for membership in memberships]
        holding = audit.holding_or_logged([person, *memberships, *own_teams])
        if person not in holding:
            return None
        changed = [team.pk for team in own_teams if team not in holding]
        person.closed_teams = dict.fromkeys(changed, teams.ClosedReason.CHANGED)
        person.roles = teams.roles_by_team(row for row in holding if isinstance(row, Membership))
        person.is_guarded = any(map(teams.is_guarded, own_teams))
        return person

    def _check_password(self, user: Person | None, password: str) -> Person | None:
        """A password that was not set here, or was changed since, is none."""
        if user is not None and not audit.holds_or_logged(user):
            return None
        checked: Person | None = super()._check_password(user, password)
        return checked

    def _mitigate_timing_attack(self, password: str) -> None:
        """An address that nobody has costs the questions and the work of one that somebody has."""
        audit.ask_as_of(Person())
        super()._mitigate_timing_attack(password)


def _memberships(person_id: int) -> list[Membership]:
    memberships = Membership.objects.filter(person=person_id).select_related("person", "team")
    return list(memberships.order_by())
