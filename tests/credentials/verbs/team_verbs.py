"""The log, teams and people."""

from __future__ import annotations

from typing import Final

from credentials import audit, findings, notices, people, teams
from credentials.core import AuditAction, Permission, Role
from credentials.findings import Thresholds
from credentials.rights import TeamPolicy
from tests.credentials.verbs import finding_calls, log_stream_calls, notice_calls, verb_calls
from tests.credentials.verbs.verb import Verb

TEAM_VERBS: Final = {
    "audit.export": Verb(
        action=AuditAction.LOG_EXPORTED,
        permission=None,
        act=lambda s, a: list(audit.export(actor=a)),
    ),
    "teams.create_team": Verb(
        action=AuditAction.TEAM_CREATED,
        permission=None,
        act=lambda s, a: teams.create_team("Lighthouse", admin=s.alice, actor=a),
        refuse=lambda s, a: teams.create_team(s.team.name, admin=s.alice, actor=a),
    ),
    "teams.add_member": Verb(
        action=AuditAction.MEMBER_ADDED,
        permission=Permission.MANAGE_PEOPLE,
        act=lambda s, a: teams.add_member(s.team, s.charlie, Role.ADMIN, actor=a),
        refuse=lambda s, a: teams.add_member(s.team, s.alice, Role.ADMIN, actor=a),
    ),
    "teams.change_role": Verb(
        action=AuditAction.MEMBER_ROLE_CHANGED,
        permission=Permission.MANAGE_PEOPLE,
        act=lambda s, a: teams.change_role(s.another_member, Role.AUDITOR, actor=a),
        refuse=lambda s, a: teams.change_role(s.only_admin, Role.AUDITOR, actor=a),
    ),
    "teams.remove_member": Verb(
        action=AuditAction.MEMBER_REMOVED,
        permission=Permission.MANAGE_PEOPLE,
        act=lambda s, a: teams.remove_member(s.another_member, actor=a),
        refuse=lambda s, a: teams.remove_member(s.only_admin, actor=a),
    ),
    "teams.change_policy": Verb(
        action=AuditAction.POLICY_CHANGED,
        permission=Permission.SET_POLICY,
        act=lambda s, a: teams.change_policy(s.team, TeamPolicy(requires_owner=True), actor=a),
    ),
    "findings.set_thresholds": Verb(
        action=AuditAction.THRESHOLDS_CHANGED,
        permission=Permission.SET_POLICY,
        act=lambda s, a: findings.set_thresholds(s.team, Thresholds(unused=9), actor=a),
    ),
    "findings.make_exception": Verb(
        action=AuditAction.FINDING_EXCEPTED,
        permission=Permission.SET_POLICY,
        act=finding_calls.make_exception,
        refuse=lambda s, a: finding_calls.make_exception(s, a, days=-1),
    ),
    "findings.end_exception": Verb(
        action=AuditAction.FINDING_EXCEPTION_ENDED,
        permission=Permission.SET_POLICY,
        act=finding_calls.end_exception,
    ),
    "notices.choose": Verb(
        action=AuditAction.NOTICES_CHOSEN,
        permission=None,
        act=lambda s, a: notices.choose(s.team, s.alice, [], actor=a),
    ),
    "notices.make_calendar_link": Verb(
        action=AuditAction.CALENDAR_LINK_MADE,
        permission=None,
        act=lambda s, a: notices.make_calendar_link(s.alice, actor=a),
    ),
    "notices.end_calendar_link": Verb(
        action=AuditAction.CALENDAR_LINK_ENDED,
        permission=None,
        act=notice_calls.end_calendar_link,
    ),
    "notices.add_webhook": Verb(
        action=AuditAction.WEBHOOK_ADDED,
        permission=Permission.SET_POLICY,
        act=notice_calls.add_webhook,
        refuse=notice_calls.add_unlisted,
    ),
    "notices.remove_webhook": Verb(
        action=AuditAction.WEBHOOK_REMOVED,
        permission=Permission.SET_POLICY,
        act=notice_calls.remove_webhook,
    ),
    "notices.send_test": Verb(
        action=AuditAction.WEBHOOK_TESTED,
        permission=Permission.SET_POLICY,
        act=notice_calls.send_test,
    ),
    "log_streams.add_stream": Verb(
        action=AuditAction.LOG_STREAM_ADDED,
        permission=Permission.SET_POLICY,
        act=log_stream_calls.add_stream,
        refuse=log_stream_calls.add_unlisted,
    ),
    "log_streams.remove_stream": Verb(
        action=AuditAction.LOG_STREAM_REMOVED,
        permission=Permission.SET_POLICY,
        act=log_stream_calls.remove_stream,
    ),
    "log_streams.try_now": Verb(
        action=AuditAction.LOG_STREAM_TRIED,
        permission=Permission.SET_POLICY,
        act=log_stream_calls.try_now,
    ),
    "teams.read_log": Verb(
        action=AuditAction.LOG_READ,
        permission=Permission.READ_LOG,
        act=lambda s, a: teams.read_log(s.bob.person.teams.all(), actor=a),
    ),
    "teams.export_log": Verb(
        action=AuditAction.LOG_EXPORTED,
        permission=Permission.READ_LOG,
        act=lambda s, a: list(
            teams.export_log(s.bob.person.teams.all(), narrow=lambda rows: rows, actor=a)
        ),
    ),
    "teams.note_export": Verb(
        action=AuditAction.REPORT_EXPORTED,
        permission=Permission.READ_LOG,
        act=lambda s, a: teams.note_export(s.bob.person.teams.all(), report="access", actor=a),
    ),
    "teams.save_profile": Verb(
        action=AuditAction.PROFILE_SAVED,
        permission=Permission.SAVE_PROFILES,
        act=verb_calls.save,
        refuse=lambda s, a: verb_calls.save(s, a, rules=()),
    ),
    "teams.change_profile": Verb(
        action=AuditAction.PROFILE_CHANGED,
        permission=Permission.SAVE_PROFILES,
        act=lambda s, a: teams.change_profile(s.profile, name="dns", purpose="", actor=a),
        refuse=lambda s, a: teams.change_profile(
            s.profile, name=s.other_profile.name, purpose="", actor=a
        ),
    ),
    "teams.archive_profile": Verb(
        action=AuditAction.PROFILE_ARCHIVED,
        permission=Permission.SAVE_PROFILES,
        act=lambda s, a: teams.archive_profile(s.profile, actor=a),
    ),
    "teams.restore_profile": Verb(
        action=AuditAction.PROFILE_RESTORED,
        permission=Permission.SAVE_PROFILES,
        act=lambda s, a: teams.restore_profile(s.profile, actor=a),
    ),
    "people.invite": Verb(
        action=AuditAction.INVITATION_SENT,
        permission=Permission.MANAGE_PEOPLE,
        act=lambda s, a: people.invite(
            s.team, "charlie@example.com", role=Role.AUDITOR, person=s.alice, actor=a
        ),
    ),
    "people.withdraw_invitation": Verb(
        action=AuditAction.INVITATION_WITHDRAWN,
        permission=Permission.MANAGE_PEOPLE,
        act=lambda s, a: people.withdraw_invitation(s.invitation, actor=a),
    ),
    "people.ask_reset": Verb(
        action=AuditAction.PASSWORD_RESET_ASKED,
        permission=None,
        act=lambda s, a: people.ask_reset(s.alice, actor=a),
    ),
    "people.set_password": Verb(
        action=AuditAction.PASSWORD_CHANGED,
        permission=None,
        act=lambda s, a: people.set_password(s.alice, "seven boats at the pier", actor=a),
    ),
    "people.end_sessions": Verb(
        action=AuditAction.SESSIONS_ENDED,
        permission=Permission.MANAGE_PEOPLE,
        act=lambda s, a: people.end_sessions(s.another_member.person, actor=a),
    ),
    "people.make_sign_in_link": Verb(
        action=AuditAction.SIGN_IN_LINK_MADE,
        permission=None,
        act=lambda s, a: people.make_sign_in_link(s.alice, actor=a),
    ),
    "people.deactivate": Verb(
        action=AuditAction.PERSON_DEACTIVATED,
        permission=Permission.MANAGE_PEOPLE,
        act=lambda s, a: people.deactivate(s.another_member.person, actor=a),
        refuse=lambda s, a: people.deactivate(s.member_elsewhere, actor=a),
    ),
    "people.reactivate": Verb(
        action=AuditAction.PERSON_REACTIVATED,
        permission=Permission.MANAGE_PEOPLE,
        act=lambda s, a: people.reactivate(s.another_member.person, actor=a),
        refuse=lambda s, a: people.reactivate(s.bob.person, actor=a),
    ),
    "people.reset_factors": Verb(
        action=AuditAction.FACTORS_RESET,
        permission=None,
        act=verb_calls.reset_factors,
    ),
}
