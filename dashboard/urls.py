"""The table of contents: one named list per page family."""

from __future__ import annotations

from allauth.account import views as allauth
from django.urls import URLPattern, include, path

from dashboard.live_urls import bulk, campaigns, live
from dashboard.views import access as access_views
from dashboard.views import accounts as accounts_views
from dashboard.views import activity as activity_views
from dashboard.views import api_console as api_console_views
from dashboard.views import catalogue as catalogue_views
from dashboard.views import factors as factors_views
from dashboard.views import findings as findings_views
from dashboard.views import handover as handover_views
from dashboard.views import links as links_views
from dashboard.views import log_streams as log_streams_views
from dashboard.views import notices as notices_views
from dashboard.views import onboarding as onboarding_views
from dashboard.views import overview as overview_views
from dashboard.views import profiles as profiles_views
from dashboard.views import refusals as refusals_views
from dashboard.views import reports as reports_views
from dashboard.views import rights as rights_views
from dashboard.views import rotations as rotations_views
from dashboard.views import sent_links as sent_links_views
from dashboard.views import service_accounts as service_accounts_views
from dashboard.views import sign_in as sign_in_views
from dashboard.views import site
from dashboard.views import team as team_views
from dashboard.views import usages as usages_views
from dashboard.views import vault as vault_views

overview: list[URLPattern] = [
    path("", overview_views.home, name="home"),
]

accounts: list[URLPattern] = [
    path("", accounts_views.list, name="list"),
    path("new/", accounts_views.create, name="create"),
    path("<uuid:account_id>/", accounts_views.detail, name="detail"),
    path("<uuid:account_id>/edit/", accounts_views.edit, name="edit"),
    path("<uuid:account_id>/management-key/", accounts_views.manage, name="manage"),
    path("<uuid:account_id>/confirm/", accounts_views.confirm, name="confirm"),
    path("<uuid:account_id>/rebind/", accounts_views.rebind, name="rebind"),
    path("<uuid:account_id>/delete/", accounts_views.delete, name="delete"),
]

vault: list[URLPattern] = [
    path("", vault_views.list, name="list"),
    path("new/<str:kind>/", vault_views.create, name="create"),
    path("<uuid:entry_id>/", vault_views.detail, name="detail"),
    path("<uuid:entry_id>/edit/", vault_views.edit, name="edit"),
    path("<uuid:entry_id>/replace/", vault_views.replace, name="replace"),
    path("<uuid:entry_id>/reveal/", vault_views.reveal, name="reveal"),
    path("<uuid:entry_id>/reveal/<int:number>/", vault_views.reveal, name="reveal"),
    path("<uuid:entry_id>/copy/", vault_views.copy, name="copy"),
    path("<uuid:entry_id>/copy/<int:number>/", vault_views.copy, name="copy"),
    path("<uuid:entry_id>/export/", vault_views.export, name="export"),
    path("<uuid:entry_id>/used-by/", usages_views.add, name="add_usage"),
    path("used-by/<int:usage_id>/remove/", usages_views.remove, name="remove_usage"),
    path("<uuid:entry_id>/check/", vault_views.check, name="check"),
    path("<uuid:entry_id>/hand-over/", handover_views.hand_over, name="hand_over"),
    path(
        "handovers/<uuid:handover_id>/withdraw/",
        handover_views.withdraw,
        name="withdraw_handover",
    ),
    path("<uuid:entry_id>/destroy/<int:number>/", vault_views.destroy, name="destroy"),
    path("<uuid:entry_id>/archive/", vault_views.archive, name="archive"),
    path("<uuid:entry_id>/restore/", vault_views.restore, name="restore"),
]

rights: list[URLPattern] = [
    path("", rights_views.builder, name="builder"),
    path(
        "from/profile/<uuid:profile_id>/<int:number>/",
        rights_views.from_profile,
        name="from_profile",
    ),
    path("from/entry/<uuid:key_id>/", rights_views.from_entry, name="from_entry"),
    path(
        "from/live/<uuid:account_id>/<int:credential_id>/",
        rights_views.from_live,
        name="from_live",
    ),
]

refusals: list[URLPattern] = [
    path("", refusals_views.explain, name="explain"),
]

profiles: list[URLPattern] = [
    path("", profiles_views.list, name="list"),
    path("save/", profiles_views.save, name="save"),
    path("<uuid:profile_id>/", profiles_views.detail, name="detail"),
    path("<uuid:profile_id>/compare/", profiles_views.compare, name="compare"),
    path("<uuid:profile_id>/edit/", profiles_views.edit, name="edit"),
    path("<uuid:profile_id>/archive/", profiles_views.archive, name="archive"),
    path("<uuid:profile_id>/restore/", profiles_views.restore, name="restore"),
]

onboarding: list[URLPattern] = [
    path("keys/new/", onboarding_views.start, name="start"),
    path("keys/new/<str:draft_id>/application/", onboarding_views.application, name="application"),
    path("keys/new/<str:draft_id>/rights/", onboarding_views.rights, name="rights"),
    path("keys/new/<str:draft_id>/addresses/", onboarding_views.addresses, name="addresses"),
    path("keys/new/<str:draft_id>/details/", onboarding_views.details, name="details"),
    path("keys/new/<str:draft_id>/review/", onboarding_views.review, name="review"),
    path("keys/new/<str:draft_id>/link/", onboarding_views.make_link, name="make_link"),
    path("keys/links/<uuid:link_id>/", onboarding_views.consent_link, name="consent_link"),
    path(
        "keys/links/<uuid:link_id>/withdraw/",
        onboarding_views.withdraw_link,
        name="withdraw_link",
    ),
    path("keys/paste/", onboarding_views.paste, name="paste"),
    path("keys/identify/", onboarding_views.identify, name="identify"),
    path("keys/take-in/", onboarding_views.take_in, name="take_in"),
    path("keys/take-in/keep/", onboarding_views.keep, name="keep"),
    path("keys/requests/<uuid:request_id>/", onboarding_views.waiting, name="waiting"),
    path("keys/requests/<uuid:request_id>/check/", onboarding_views.check, name="check"),
    path("keys/requests/<uuid:request_id>/again/", onboarding_views.again, name="again"),
    path("keys/requests/<uuid:request_id>/manage/", onboarding_views.manage, name="manage"),
    path("keys/requests/<uuid:request_id>/end/", onboarding_views.end, name="end"),
    path("ovh/callback/<str:token>/", onboarding_views.callback, name="callback"),
]

sent_links: list[URLPattern] = [
    path("", sent_links_views.consent, name="consent"),
    path("handovers/", sent_links_views.handovers, name="handovers"),
]

reports: list[URLPattern] = [
    path("", reports_views.list, name="list"),
    path("evidence/", reports_views.pack, name="pack"),
    path("<slug:name>/", reports_views.show, name="show"),
    path("<slug:name>/<slug:form>/", reports_views.download, name="download"),
]
findings: list[URLPattern] = [
    path("", findings_views.list, name="list"),
    path("thresholds/<uuid:team_id>/", findings_views.thresholds, name="thresholds"),
    path("<int:finding_id>/", findings_views.detail, name="detail"),
    path("<int:finding_id>/exception/", findings_views.make_exception, name="make_exception"),
    path("<int:finding_id>/exception/end/", findings_views.end_exception, name="end_exception"),
]
notices: list[URLPattern] = [
    path("", notices_views.list, name="list"),
    path("calendar/new/", notices_views.make_calendar_link, name="make_calendar_link"),
    path("calendar/end/", notices_views.end_calendar_link, name="end_calendar_link"),
    path("<uuid:team_id>/choose/", notices_views.choose, name="choose"),
    path("<uuid:team_id>/webhooks/add/", notices_views.add_webhook, name="add_webhook"),
    path("webhooks/<uuid:webhook_id>/remove/", notices_views.remove_webhook, name="remove_webhook"),
    path("webhooks/<uuid:webhook_id>/test/", notices_views.test_webhook, name="test_webhook"),
]
rotations: list[URLPattern] = [
    path("", rotations_views.list, name="list"),
    path("new/<uuid:key_id>/", rotations_views.start, name="start"),
    path("<uuid:rotation_id>/", rotations_views.detail, name="detail"),
    path("<uuid:rotation_id>/deployed/", rotations_views.deployed, name="deployed"),
    path("<uuid:rotation_id>/again/", rotations_views.again, name="again"),
    path("<uuid:rotation_id>/cancel/", rotations_views.cancel, name="cancel"),
]

service_accounts: list[URLPattern] = [
    path("", service_accounts_views.list, name="list"),
    path("new/", service_accounts_views.create, name="create"),
    path("store/", service_accounts_views.store, name="store"),
    path(
        "<uuid:account_id>/<str:client_id>/",
        service_accounts_views.detail,
        name="detail",
    ),
    path(
        "<uuid:account_id>/<str:client_id>/delete/",
        service_accounts_views.delete,
        name="delete",
    ),
]

api_console: list[URLPattern] = [
    path("", api_console_views.list, name="list"),
    path("operation/", api_console_views.operation, name="operation"),
]

catalogue: list[URLPattern] = [
    path("<uuid:account_id>/", catalogue_views.detail, name="detail"),
    path("<uuid:account_id>/refresh/", catalogue_views.refresh, name="refresh"),
]

log_streams: list[URLPattern] = [
    path("", log_streams_views.list, name="list"),
    path("<uuid:team_id>/add/", log_streams_views.add, name="add"),
    path("<uuid:stream_id>/remove/", log_streams_views.remove, name="remove"),
    path("<uuid:stream_id>/try/", log_streams_views.try_now, name="try_now"),
]

activity: list[URLPattern] = [
    path("", activity_views.list, name="list"),
    path("check/", activity_views.check, name="check"),
    path("export/", activity_views.export, name="export"),
]

team: list[URLPattern] = [
    path("", team_views.list, name="list"),
    path("<uuid:team_id>/", team_views.detail, name="detail"),
    path("<uuid:team_id>/add/", team_views.add, name="add"),
    path("<uuid:team_id>/policy/", team_views.policy, name="policy"),
    path("invitations/<uuid:invitation_id>/again/", team_views.invite_again, name="invite_again"),
    path("invitations/<uuid:invitation_id>/withdraw/", team_views.withdraw, name="withdraw"),
    path("members/<int:membership_id>/role/", team_views.change, name="change"),
    path("members/<int:membership_id>/access/", access_views.access, name="access"),
    path("members/<int:membership_id>/sign-out/", access_views.sign_out, name="sign_out"),
    path("members/<int:membership_id>/deactivate/", access_views.deactivate, name="deactivate"),
    path("members/<int:membership_id>/reactivate/", access_views.reactivate, name="reactivate"),
    path("members/<int:membership_id>/remove/", team_views.remove, name="remove"),
]

# Of django-allauth's pages, those a console without sign-up needs, under allauth's own names.
sign_in = [
    path("", allauth.login, name="account_login"),
    path("out/", allauth.logout, name="account_logout"),
    path("confirm/", allauth.reauthenticate, name="account_reauthenticate"),
    path("confirm/code/", factors_views.confirm_by_code, name="mfa_reauthenticate"),
    path("confirm/passkey/", factors_views.confirm_by_passkey, name="mfa_reauthenticate_webauthn"),
    path("factor/", factors_views.second_factor, name="mfa_authenticate"),
    path("passkey/", factors_views.sign_in_by_passkey, name="mfa_login_webauthn"),
    path("yours/", factors_views.index, name="mfa_index"),
    path(
        "yours/sessions/<int:session_id>/end/",
        factors_views.end_session,
        name="account_end_session",
    ),
    path(
        "yours/sessions/end/",
        factors_views.end_other_sessions,
        name="account_end_other_sessions",
    ),
    path("yours/passkeys/new/", factors_views.add_passkey, name="mfa_add_webauthn"),
    path("yours/passkeys/<int:pk>/", factors_views.remove_passkey, name="mfa_remove_webauthn"),
    path("yours/app/new/", factors_views.add_app, name="mfa_activate_totp"),
    path("yours/app/remove/", factors_views.remove_app, name="mfa_deactivate_totp"),
    path("yours/codes/", factors_views.recovery_codes, name="mfa_view_recovery_codes"),
    path("yours/codes/new/", factors_views.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path("password/", factors_views.change_password, name="account_change_password"),
    path("password/set/", factors_views.set_password, name="account_set_password"),
    path("password/reset/", allauth.password_reset, name="account_reset_password"),
    path("password/reset/sent/", allauth.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path(
        "password/reset/<str:token>/",
        sign_in_views.reset_password,
        name="account_reset_password_from_key",
    ),
    path("invitation/<str:token>/", sign_in_views.invitation, name="account_invitation"),
    path("link/<str:token>/", sign_in_views.sign_in_link, name="account_sign_in_link"),
    path("sso/", sign_in_views.to_provider, name="account_single_sign_on"),
    path("sso/back/", sign_in_views.from_provider, name="openid_connect_callback"),
    path("closed/", allauth.signup, name="account_signup"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
]

urlpatterns = [
    path("", include((overview, "overview"))),
    path("accounts/", include((accounts, "accounts"))),
    path("vault/", include((vault, "vault"))),
    path("rights/", include((rights, "rights"))),
    path("rights/profiles/", include((profiles, "profiles"))),
    path("explain/", include((refusals, "refusals"))),
    path("", include((onboarding, "onboarding"))),
    path("links/", include((sent_links, "sent_links"))),
    path("findings/", include((findings, "findings"))),
    path("notices/", include((notices, "notices"))),
    path("reports/", include((reports, "reports"))),
    path("reviews/", include((campaigns, "campaigns"))),
    path("live/", include((live, "live"))),
    path("rotations/", include((rotations, "rotations"))),
    path("live/bulk/", include((bulk, "bulk"))),
    path("service-accounts/", include((service_accounts, "service_accounts"))),
    path("api-console/", include((api_console, "api_console"))),
    path("operations/", include((catalogue, "catalogue"))),
    path("activity/streams/", include((log_streams, "log_streams"))),
    path("activity/", include((activity, "activity"))),
    path("teams/", include((team, "team"))),
    path("sign-in/", include(sign_in)),
    path("consent/<str:token>/", links_views.consent, name="consent_link"),
    path("consented/<str:token>/", links_views.consented, name="consent_return"),
    path("handover/<str:token>/", links_views.handover, name="handover_link"),
    path("calendar/<str:token>/", links_views.calendar, name="calendar_link"),
    path("theme/", site.theme, name="theme"),
    path("healthz", site.health, name="health"),
]

handler400 = site.not_understood
handler500 = site.failed
