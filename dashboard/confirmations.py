"""What a person is asked to confirm, in words: each address that asks for it has a sentence here.

The act is noted in the session when it is asked for, with the page to come back to. No link and no
form says what the sentence is; what it names is looked up among what the person may see.
"""

from __future__ import annotations

import uuid
from typing import Final

from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from credentials.core import Permission
from credentials.models import Account, Entry, Membership
from credentials.teams import teams_where
from dashboard import http

_KEPT_AS: Final = "confirming"

#: By the name of the address. ``%(thing)s`` is what its ``..._id`` leads to.
ACTS: Final[dict[str, str]] = {
    "vault:create": _("To store a secret."),
    "vault:edit": _("To change the details of %(thing)s."),
    "vault:replace": _("To replace the secret of %(thing)s."),
    "vault:reveal": _("To reveal the secret of %(thing)s."),
    "vault:copy": _("To copy the secret of %(thing)s."),
    "vault:export": _("To export the secret of %(thing)s."),
    "vault:hand_over": _("To hand the secret of %(thing)s over by a link."),
    "vault:withdraw_handover": _("To burn a handover link."),
    "vault:destroy": _("To destroy a version of the secret of %(thing)s."),
    "vault:archive": _("To archive %(thing)s."),
    "vault:restore": _("To put %(thing)s back in use."),
    "accounts:create": _("To add an account."),
    "accounts:edit": _("To change the account %(thing)s."),
    "accounts:manage": _("To choose the management key of %(thing)s."),
    "accounts:confirm": _("To say which OVHcloud account %(thing)s is."),
    "accounts:rebind": _("To say which OVHcloud account %(thing)s is."),
    "accounts:delete": _("To delete the account %(thing)s."),
    "profiles:edit": _("To change a rights profile."),
    "profiles:archive": _("To archive a rights profile."),
    "profiles:restore": _("To put a rights profile back in use."),
    "onboarding:paste": _("To take keys in."),
    "onboarding:take_in": _("To take keys in."),
    "onboarding:keep": _("To take keys in."),
    "onboarding:review": _("To ask OVHcloud for a key."),
    "onboarding:again": _("To ask OVHcloud for a key once more."),
    "onboarding:make_link": _("To ask somebody by a link for a key."),
    "onboarding:withdraw_link": _("To withdraw a consent link."),
    "onboarding:end": _("To end a key that nobody waits for."),
    "onboarding:manage": _("To make a key the management key of its account."),
    "live:revoke": _("To revoke a key of %(thing)s."),
    "live:freeze": _("To freeze a key of %(thing)s."),
    "live:thaw": _("To thaw a key of %(thing)s."),
    "live:lay_trap": _("To make a key of %(thing)s a trap."),
    "live:take_up_trap": _("To take up a trap of %(thing)s."),
    "live:addresses": _("To change the addresses of a key of %(thing)s."),
    "live:revoke_application": _("To delete an application of %(thing)s with its keys."),
    "rotations:start": _("To rotate a key."),
    "rotations:deployed": _("To say that the successor of a key is deployed."),
    "rotations:again": _("To have a rotation go on."),
    "rotations:cancel": _("To cancel a rotation."),
    "campaigns:start": _("To start a review campaign."),
    "campaigns:end": _("To end a review campaign."),
    "campaigns:carry_out": _("To carry out what a review campaign decided."),
    "findings:make_exception": _("To make an exception from a finding."),
    "findings:end_exception": _("To end the exception from a finding."),
    "bulk:start": _("To act on many live keys at once."),
    "findings:thresholds": _("To set what the findings of %(thing)s go by."),
    "notices:add_webhook": _("To tell the notices of %(thing)s to another program."),
    "notices:make_calendar_link": _("To make a calendar link of yours."),
    "notices:end_calendar_link": _("To end your calendar link."),
    "log_streams:add": _("To send the activity log of %(thing)s elsewhere."),
    "log_streams:remove": _("To end a stream of the activity log."),
    "notices:remove_webhook": _("To remove a webhook."),
    "service_accounts:create": _("To make a service account at OVHcloud."),
    "service_accounts:store": _("To store a service account."),
    "service_accounts:delete": _("To delete a service account of %(thing)s."),
    "activity:export": _("To export the activity log."),
    "reports:pack": _("To take the evidence pack."),
    "team:add": _("To add somebody to the team %(thing)s."),
    "team:policy": _("To change the policy of the team %(thing)s."),
    "team:invite_again": _("To send an invitation again."),
    "team:withdraw": _("To withdraw an invitation."),
    "team:sign_out": _("To sign %(thing)s out everywhere."),
    "team:deactivate": _("To deactivate %(thing)s."),
    "team:reactivate": _("To let %(thing)s sign in again."),
    "team:change": _("To change the role of %(thing)s."),
    "team:remove": _("To remove %(thing)s from the team."),
    "account_end_session": _("To end one of your sessions."),
    "account_end_other_sessions": _("To end your other sessions."),
    "account_change_password": _("To change your password."),
    "account_set_password": _("To set a password of yours."),
    "mfa_add_webauthn": _("To add a passkey of yours."),
    "mfa_remove_webauthn": _("To remove a passkey of yours."),
    "mfa_activate_totp": _("To add an authenticator app of yours."),
    "mfa_deactivate_totp": _("To remove your authenticator app."),
    "mfa_view_recovery_codes": _("To see your recovery codes."),
    "mfa_generate_recovery_codes": _("To make new recovery codes of yours."),
}


def note(request: HttpRequest, back: str) -> None:
    """Keep what is to be confirmed, and the page to come back to then."""
    match = request.resolver_match
    if match is None:
        return
    ids = [f"{name}={value}" for name, value in match.kwargs.items() if name.endswith("_id")]
    request.session[_KEPT_AS] = [match.view_name, "".join(ids[:1]), back]


def sentence(request: HttpRequest) -> str:
    """What is confirmed on this page; empty where that is not known, or is not theirs to see."""
    match request.session.get(_KEPT_AS):
        case [str(name), str(subject), str(back)] if back == _way_back(request):
            template = ACTS.get(name, "")
            if "%(thing)s" not in template:
                return gettext(template) if template else ""
            label = _label(request, *subject.partition("=")[::2])
            return gettext(template) % {"thing": label} if label else ""
    return ""


def _way_back(request: HttpRequest) -> str | None:
    """Where the confirmation leads: in the address at first, in the form where it came back."""
    return request.POST.get("next", request.GET.get("next"))


def _label(request: HttpRequest, name: str, value: str) -> str:
    teams = teams_where(http.person(request), Permission.SEE)
    candidates = {
        "entry_id": Entry.objects.filter(account__team__in=teams),
        "account_id": Account.objects.filter(team__in=teams),
        "team_id": teams,
        "membership_id": Membership.objects.filter(team__in=teams).select_related("person"),
    }
    if name not in candidates:
        return ""
    row = candidates[name].filter(pk=_pk(name, value)).first()
    return _name_of(row) if row else ""


def _name_of(row: Model) -> str:
    return str(row.person if isinstance(row, Membership) else row)


def _pk(name: str, value: str) -> uuid.UUID | int:
    return int(value) if name == "membership_id" else uuid.UUID(value)
