"""The addresses of live keys: the list, one key, one application, many at once, and reviews."""

from __future__ import annotations

from django.urls import URLPattern, path

from dashboard.views import account_freeze as account_freeze_views
from dashboard.views import bulk as bulk_views
from dashboard.views import campaigns as campaigns_views
from dashboard.views import live as live_views
from dashboard.views import reviewed_keys as reviewed_keys_views

live: list[URLPattern] = [
    path("", live_views.list, name="list"),
    path("export/", live_views.export, name="export"),
    path("reconcile/", live_views.reconcile, name="reconcile"),
    path("keyless/", live_views.keyless, name="keyless"),
    path(
        "<uuid:account_id>/keys/<int:credential_id>/take-over/",
        live_views.take_over,
        name="take_over",
    ),
    path(
        "<uuid:account_id>/keys/<int:credential_id>/owner/",
        live_views.owner,
        name="owner",
    ),
    path(
        "<uuid:account_id>/keys/<int:credential_id>/destroy/",
        live_views.destroy_stored,
        name="destroy_stored",
    ),
    path("<uuid:account_id>/read/", live_views.sync, name="sync"),
    path("<uuid:account_id>/reading/", live_views.progress, name="progress"),
    path(
        "<uuid:account_id>/keys/<int:credential_id>/",
        live_views.credential,
        name="credential",
    ),
    path(
        "<uuid:account_id>/keys/<int:credential_id>/revoke/",
        live_views.revoke,
        name="revoke",
    ),
    path(
        "<uuid:account_id>/freeze/",
        account_freeze_views.freeze_account,
        name="freeze_account",
    ),
    path(
        "<uuid:account_id>/keys/<int:credential_id>/freeze/",
        live_views.freeze,
        name="freeze",
    ),
    path(
        "<uuid:account_id>/keys/<int:credential_id>/thaw/",
        live_views.thaw,
        name="thaw",
    ),
    path(
        "<uuid:account_id>/keys/<int:credential_id>/trap/",
        live_views.lay_trap,
        name="lay_trap",
    ),
    path(
        "<uuid:account_id>/keys/<int:credential_id>/trap/end/",
        live_views.take_up_trap,
        name="take_up_trap",
    ),
    path(
        "<uuid:account_id>/keys/<int:credential_id>/addresses/",
        live_views.addresses,
        name="addresses",
    ),
    path("<uuid:account_id>/calls/", live_views.account_calls, name="account_calls"),
    path("<uuid:account_id>/calls/read/", live_views.read_calls, name="read_calls"),
    path("<uuid:account_id>/calls/forwarded/", live_views.take_in_calls, name="take_in_calls"),
    path(
        "<uuid:account_id>/keys/<int:credential_id>/calls/",
        live_views.key_calls,
        name="key_calls",
    ),
    path(
        "<uuid:account_id>/applications/<int:application_id>/",
        live_views.application,
        name="application",
    ),
    path(
        "<uuid:account_id>/applications/<int:application_id>/revoke/",
        live_views.revoke_application,
        name="revoke_application",
    ),
    path(
        "<uuid:account_id>/applications/<int:application_id>/leaked/",
        live_views.leaked_secret,
        name="leaked_secret",
    ),
]

bulk: list[URLPattern] = [
    path("", bulk_views.list, name="list"),
    path("select/", bulk_views.select, name="select"),
    path("applications/", bulk_views.select_applications, name="select_applications"),
    path("sweep/", bulk_views.sweep, name="sweep"),
    path("<uuid:job_id>/", bulk_views.detail, name="detail"),
    path("<uuid:job_id>/progress/", bulk_views.progress, name="progress"),
    path("<uuid:job_id>/start/", bulk_views.start, name="start"),
    path("<uuid:job_id>/leave-out/", bulk_views.leave_out, name="leave_out"),
    path("<uuid:job_id>/discard/", bulk_views.discard, name="discard"),
    path("<uuid:job_id>/thaw/", account_freeze_views.thaw_again, name="thaw_again"),
    path("<uuid:job_id>/stop/", bulk_views.stop, name="stop"),
    path("<uuid:job_id>/report/", bulk_views.report, name="report"),
]

campaigns: list[URLPattern] = [
    path("", campaigns_views.mine, name="mine"),
    path("campaigns/", campaigns_views.list, name="list"),
    path("campaigns/new/", campaigns_views.start, name="start"),
    path("campaigns/<uuid:campaign_id>/", campaigns_views.detail, name="detail"),
    path("campaigns/<uuid:campaign_id>/end/", campaigns_views.end, name="end"),
    path("campaigns/<uuid:campaign_id>/carry-out/", campaigns_views.carry_out, name="carry_out"),
    path("campaigns/<uuid:campaign_id>/report/", campaigns_views.report, name="report"),
    path("keys/<int:item_id>/", reviewed_keys_views.item, name="item"),
    path("keys/<int:item_id>/take-back/", reviewed_keys_views.take_back, name="take_back"),
    path("keys/<int:item_id>/confirm/", reviewed_keys_views.confirm, name="confirm"),
]
