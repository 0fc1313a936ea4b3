"""The tables of the permission matrix: every address, and what somebody has to be to open it.

A new address goes into one of them; ``test_permissions`` fails on one that is in none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.urls import URLPattern, URLResolver

from credentials.core import Permission


class Rule(NamedTuple):
    """``right`` is what a member needs; ``things`` names the objects in the address."""

    right: Permission
    things: str = ""
    methods: str = "GET"


SEE, STORE_SECRETS = Permission.SEE, Permission.STORE_SECRETS
REQUEST, REVOKE = Permission.REQUEST_KEYS, Permission.REVOKE
ACCOUNTS, PEOPLE = Permission.MANAGE_ACCOUNTS, Permission.MANAGE_PEOPLE
PROFILES = Permission.SAVE_PROFILES

TABLE: dict[str, Rule] = {
    "accounts:detail": Rule(SEE, "account_id"),
    "accounts:edit": Rule(ACCOUNTS, "account_id", "GET POST"),
    "accounts:manage": Rule(ACCOUNTS, "account_id", "POST"),
    "accounts:confirm": Rule(ACCOUNTS, "account_id", "POST"),
    "accounts:rebind": Rule(ACCOUNTS, "account_id", "GET POST"),
    "accounts:delete": Rule(PEOPLE, "account_id", "GET POST"),
    "vault:detail": Rule(SEE, "entry_id"),
    "vault:edit": Rule(STORE_SECRETS, "entry_id", "GET POST"),
    "vault:replace": Rule(STORE_SECRETS, "entry_id", "GET POST"),
    "vault:reveal": Rule(Permission.REVEAL, "entry_id", "POST"),
    "vault:copy": Rule(Permission.REVEAL, "entry_id", "POST"),
    "vault:export": Rule(Permission.REVEAL, "entry_id", "GET POST"),
    "vault:add_usage": Rule(STORE_SECRETS, "entry_id", "POST"),
    "vault:remove_usage": Rule(STORE_SECRETS, "usage_id", "POST"),
    "vault:check": Rule(STORE_SECRETS, "entry_id", "POST"),
    "vault:hand_over": Rule(Permission.REVEAL, "entry_id", "GET POST"),
    "vault:withdraw_handover": Rule(Permission.REVEAL, "handover_id", "POST"),
    "vault:destroy": Rule(STORE_SECRETS, "entry_id number", "GET POST"),
    "vault:archive": Rule(STORE_SECRETS, "entry_id", "POST"),
    "vault:restore": Rule(STORE_SECRETS, "entry_id", "POST"),
    "onboarding:waiting": Rule(SEE, "request_id"),
    "onboarding:check": Rule(REQUEST, "request_id", "POST"),
    "onboarding:again": Rule(REQUEST, "request_id", "POST"),
    "onboarding:end": Rule(REQUEST, "request_id", "POST"),
    "onboarding:consent_link": Rule(SEE, "link_id"),
    "onboarding:withdraw_link": Rule(REQUEST, "link_id", "POST"),
    "onboarding:manage": Rule(ACCOUNTS, "request_id", "POST"),
    "findings:detail": Rule(SEE, "finding_id"),
    "findings:thresholds": Rule(Permission.SET_POLICY, "team_id", "GET POST"),
    "notices:choose": Rule(SEE, "team_id", "POST"),
    "notices:add_webhook": Rule(Permission.SET_POLICY, "team_id", "GET POST"),
    "notices:remove_webhook": Rule(Permission.SET_POLICY, "webhook_id", "POST"),
    "notices:test_webhook": Rule(Permission.SET_POLICY, "webhook_id", "POST"),
    "log_streams:add": Rule(Permission.SET_POLICY, "team_id", "GET POST"),
    "log_streams:remove": Rule(Permission.SET_POLICY, "stream_id", "POST"),
    "log_streams:try_now": Rule(Permission.SET_POLICY, "stream_id", "POST"),
    "findings:make_exception": Rule(Permission.SET_POLICY, "finding_id", "POST"),
    "findings:end_exception": Rule(Permission.SET_POLICY, "finding_id", "POST"),
    "live:sync": Rule(Permission.SYNC, "account_id", "POST"),
    "live:progress": Rule(SEE, "account_id"),
    "live:account_calls": Rule(Permission.SYNC, "account_id"),
    "live:read_calls": Rule(Permission.SYNC, "account_id", "POST"),
    "live:take_in_calls": Rule(ACCOUNTS, "account_id", "GET POST"),
    "live:key_calls": Rule(Permission.SYNC, "account_id credential_id", "GET POST"),
    "live:credential": Rule(SEE, "account_id credential_id"),
    "live:revoke": Rule(REVOKE, "account_id credential_id", "GET POST"),
    "live:freeze": Rule(REVOKE, "account_id credential_id", "GET POST"),
    "live:thaw": Rule(REVOKE, "account_id credential_id", "GET POST"),
    "live:addresses": Rule(REVOKE, "account_id credential_id", "GET POST"),
    "live:owner": Rule(STORE_SECRETS, "account_id credential_id", "GET POST"),
    "live:destroy_stored": Rule(STORE_SECRETS, "account_id credential_id", "GET POST"),
    "live:lay_trap": Rule(Permission.SET_POLICY, "account_id credential_id", "GET POST"),
    "live:take_up_trap": Rule(Permission.SET_POLICY, "account_id credential_id", "POST"),
    "live:take_over": Rule(STORE_SECRETS, "account_id credential_id", "POST"),
    "campaigns:detail": Rule(SEE, "campaign_id"),
    "campaigns:report": Rule(SEE, "campaign_id"),
    "campaigns:end": Rule(Permission.REVIEW_KEYS, "campaign_id", "POST"),
    "campaigns:carry_out": Rule(REVOKE, "campaign_id", "POST"),
    "campaigns:item": Rule(SEE, "item_id", "GET POST"),
    "campaigns:take_back": Rule(SEE, "item_id", "POST"),
    "campaigns:confirm": Rule(Permission.REVIEW_KEYS, "item_id", "POST"),
    "rotations:start": Rule(REVOKE, "key_id", "GET POST"),
    "rotations:detail": Rule(SEE, "rotation_id"),
    "rotations:deployed": Rule(REVOKE, "rotation_id", "POST"),
    "rotations:again": Rule(REVOKE, "rotation_id", "POST"),
    "rotations:cancel": Rule(REVOKE, "rotation_id", "POST"),
    "live:application": Rule(SEE, "account_id application_id"),
    "live:leaked_secret": Rule(SEE, "account_id application_id"),
    "live:revoke_application": Rule(REVOKE, "account_id application_id", "GET POST"),
    "live:freeze_account": Rule(REVOKE, "account_id", "POST"),
    "bulk:thaw_again": Rule(REVOKE, "job_id", "POST"),
    "bulk:detail": Rule(SEE, "job_id"),
    "bulk:progress": Rule(SEE, "job_id"),
    "bulk:report": Rule(SEE, "job_id"),
    "bulk:start": Rule(REVOKE, "job_id", "GET POST"),
    "bulk:leave_out": Rule(REVOKE, "job_id", "POST"),
    "bulk:discard": Rule(REVOKE, "job_id", "POST"),
    "bulk:stop": Rule(REVOKE, "job_id", "POST"),
    "service_accounts:detail": Rule(SEE, "account_id client_id"),
    "service_accounts:delete": Rule(REVOKE, "account_id client_id", "GET POST"),
    "rights:from_profile": Rule(SEE, "profile_id number"),
    "rights:from_entry": Rule(SEE, "key_id"),
    "rights:from_live": Rule(SEE, "account_id credential_id"),
    "profiles:detail": Rule(SEE, "profile_id"),
    "profiles:compare": Rule(SEE, "profile_id"),
    "profiles:edit": Rule(PROFILES, "profile_id", "GET POST"),
    "profiles:archive": Rule(PROFILES, "profile_id", "POST"),
    "profiles:restore": Rule(PROFILES, "profile_id", "POST"),
    "catalogue:detail": Rule(SEE, "account_id"),
    "catalogue:refresh": Rule(Permission.REFRESH_CATALOGUE, "account_id", "POST"),
    "team:detail": Rule(SEE, "team_id"),
    "team:add": Rule(PEOPLE, "team_id", "GET POST"),
    "team:policy": Rule(Permission.SET_POLICY, "team_id", "GET POST"),
    "team:invite_again": Rule(PEOPLE, "invitation_id", "POST"),
    "team:withdraw": Rule(PEOPLE, "invitation_id", "POST"),
    "team:access": Rule(PEOPLE, "membership_id"),
    "team:sign_out": Rule(PEOPLE, "membership_id", "POST"),
    "team:deactivate": Rule(PEOPLE, "membership_id", "POST"),
    "team:reactivate": Rule(PEOPLE, "membership_id", "POST"),
    "team:change": Rule(PEOPLE, "membership_id", "GET POST"),
    "team:remove": Rule(PEOPLE, "membership_id", "GET POST"),
}

# Pages over all of a person's teams: who has the right in none of them is refused.
PAGES: dict[str, Permission] = {
    "overview:home": SEE,
    "accounts:list": SEE,
    "accounts:create": ACCOUNTS,
    "vault:list": SEE,
    "rights:builder": SEE,
    "refusals:explain": SEE,
    "profiles:list": SEE,
    "profiles:save": PROFILES,
    "onboarding:start": REQUEST,
    "onboarding:paste": STORE_SECRETS,
    "onboarding:take_in": STORE_SECRETS,
    "onboarding:identify": SEE,
    "sent_links:consent": SEE,
    "sent_links:handovers": SEE,
    "findings:list": SEE,
    "notices:list": SEE,
    "live:list": SEE,
    "campaigns:mine": SEE,
    "campaigns:list": SEE,
    "campaigns:start": Permission.REVIEW_KEYS,
    "rotations:list": SEE,
    "live:export": SEE,
    "live:reconcile": SEE,
    "live:keyless": SEE,
    "bulk:list": SEE,
    "service_accounts:list": SEE,
    "service_accounts:create": STORE_SECRETS,
    "service_accounts:store": STORE_SECRETS,
    "api_console:list": Permission.CALL_API,
    "api_console:operation": Permission.CALL_API,
    "activity:list": Permission.READ_LOG,
    "log_streams:list": Permission.READ_LOG,
    "reports:list": Permission.READ_LOG,
    "team:list": SEE,
}

# What is nobody's object: signing in and out, the theme, health; a wizard's own answers and a
# callback's token, which belong to one session and one person (their own tests say how).
OPEN = {"theme", "health"}
#: Pages for whoever has a link: nobody is signed in at them, and a POST alone does anything.
BY_LINK = {
    "consent_link": "GET HEAD POST",
    "consent_return": "GET",
    "handover_link": "GET HEAD POST",
    "calendar_link": "GET HEAD",
}
# Pages of the sign-in: those that nobody is signed in at, and those of one's own sign-in.
TO_SIGN_IN = {
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_invitation",
    "account_signup",
    "account_inactive",
    "account_sign_in_link",
    "account_single_sign_on",
    "openid_connect_callback",
    "mfa_authenticate",
    "mfa_login_webauthn",
}
SIGN_IN_PREFIXES = ("account_", "mfa_", "openid_connect_")
OF_ONES_OWN = {
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "account_end_session",
    "account_end_other_sessions",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_index",
    "mfa_add_webauthn",
    "mfa_remove_webauthn",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
}
OWN = {
    "onboarding:callback",
    "onboarding:keep",
    "onboarding:make_link",
    "vault:create",
    "activity:check",
    "activity:export",
    "reports:show",
    "reports:download",
    "reports:pack",
    "notices:make_calendar_link",
    "notices:end_calendar_link",
    "bulk:select",
    "bulk:select_applications",
    "bulk:sweep",
} | {f"onboarding:{step}" for step in ("application", "rights", "addresses", "details", "review")}
#: Parts of pages, and files: no browser shows them as pages.
NO_PAGES = {"live:progress", "live:export", "bulk:progress", "bulk:report", "campaigns:report"}
#: What is final, and asks for a fresh confirmation.
FINAL = (
    "vault:reveal",
    "vault:copy",
    "vault:export",
    "vault:hand_over",
    "vault:withdraw_handover",
    "vault:destroy",
    "live:destroy_stored",
    "vault:replace",
    "vault:archive",
    "accounts:manage",
    "onboarding:manage",
    "onboarding:end",
    "onboarding:withdraw_link",
    "live:revoke",
    "live:revoke_application",
    "bulk:start",
    "campaigns:end",
    "campaigns:carry_out",
    "service_accounts:delete",
    "accounts:confirm",
    "accounts:rebind",
    "accounts:delete",
    "team:add",
    "team:policy",
    "findings:make_exception",
    "findings:end_exception",
    "findings:thresholds",
    "notices:add_webhook",
    "notices:remove_webhook",
    "log_streams:add",
    "log_streams:remove",
    "live:lay_trap",
    "live:take_up_trap",
    "team:invite_again",
    "team:withdraw",
    "team:sign_out",
    "team:deactivate",
    "team:reactivate",
    "team:change",
    "team:remove",
)


def names(patterns: object, prefix: str = "") -> Iterator[str]:
    for pattern in getattr(patterns, "url_patterns", []):
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"
