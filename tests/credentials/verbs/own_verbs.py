"""Verbs that find out by themselves who acts: by a mailed link, or from the identity provider."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from credentials import audit, link_tokens, onboarding, people
from credentials.core import AuditAction, LinkPurpose
from credentials.people import links
from tests.credentials.verbs.scene import TOKEN, Scene
from tests.people import PASSWORD

Run = Callable[[], object]
ADDRESS: Final = "192.0.2.7"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnVerb:
    """``prepare`` makes what it takes to succeed, ``refuse`` what it refuses; each gives the call.

    A success is in the log as ``done``, what is refused or fails as ``undone``. What fails inside
    one that is refused before it begins is ``failed``.
    """

    prepare: Callable[[Scene], Run]
    refuse: Run
    done: tuple[AuditAction, ...]
    undone: AuditAction
    failed: AuditAction | None = None


def _accept(token: str) -> object:
    return people.accept_invitation(token, person=None, password=PASSWORD, address=ADDRESS)


def _invited(scene: Scene) -> Run:
    token = link_tokens.new_token()
    scene.invitation.digest = link_tokens.digest_of(token)
    scene.invitation.save(update_fields=["digest"])
    return lambda: _accept(token)


def _link(scene: Scene, purpose: LinkPurpose) -> str:
    return links.make_link(scene.alice, purpose, lifetime=timedelta(minutes=5))


def _with_forgotten_password(scene: Scene) -> Run:
    token = _link(scene, LinkPurpose.PASSWORD_RESET)
    return lambda: people.reset_password(token, PASSWORD, address=ADDRESS)


def _locked_out(scene: Scene) -> Run:
    token = _link(scene, LinkPurpose.SIGN_IN)
    return lambda: people.use_sign_in_link(token, address=ADDRESS)


def _admit(*groups: str) -> object:
    return people.admit_by_groups("dora@example.com", groups, known=None, address=ADDRESS)


def _in_a_group(scene: Scene) -> Run:
    group = scene.map_groups()
    return lambda: _admit(group)


def _pressed(scene: Scene) -> Run:
    _, token = scene.consent_link(scene.own_application)
    return lambda: _follow(token)


def _follow(token: str) -> object:
    return onboarding.follow_consent_link(
        token, address=ADDRESS, callback_url=lambda token: f"https://keydesk.example.com/{token}/"
    )


def _accepted(scene: Scene) -> Run:
    key_request = scene.key_request
    key_request.consent_link, _ = scene.consent_link(scene.own_application)
    key_request.save()
    return lambda: _come_back(TOKEN)


def _come_back(token: str) -> object:
    return onboarding.return_by_consent_link(token, address=ADDRESS)


def _handed(scene: Scene) -> Run:
    handing = onboarding.Handing(form=onboarding.FORMATS["ovh.conf"], sender="x", recipient="y")
    made = onboarding.make_handover(
        scene.application.entry, handing, person=scene.bob.person, actor=audit.SYSTEM
    )
    return lambda: _open(made.token)


def _open(token: str) -> object:
    return onboarding.open_handover(token, passphrase="", address=ADDRESS)


OWN_VERBS: Final = {
    "onboarding.open_handover": OwnVerb(
        prepare=_handed,
        refuse=lambda: _open("planted"),
        done=(AuditAction.SECRET_SENT,),
        undone=AuditAction.HANDOVER_REFUSED,
        failed=AuditAction.SECRET_SENT,
    ),
    "onboarding.follow_consent_link": OwnVerb(
        prepare=_pressed,
        refuse=lambda: _follow("planted"),
        done=(AuditAction.KEY_REQUESTED, AuditAction.ENTRY_STORED, AuditAction.KEY_REQUESTED),
        undone=AuditAction.CONSENT_LINK_REFUSED,
        failed=AuditAction.KEY_REQUESTED,
    ),
    "onboarding.return_by_consent_link": OwnVerb(
        prepare=_accepted,
        refuse=lambda: _come_back("planted"),
        done=(
            AuditAction.CALLBACK_ACCEPTED,
            AuditAction.SECRET_USED,
            AuditAction.SECRET_USED,
            AuditAction.CONSENT_LINK_USED,
            AuditAction.KEY_VALIDATED,
        ),
        undone=AuditAction.CALLBACK_REJECTED,
    ),
    "people.accept_invitation": OwnVerb(
        prepare=_invited,
        refuse=lambda: _accept("planted"),
        done=(AuditAction.MEMBER_ADDED,),
        undone=AuditAction.MEMBER_ADDED,
    ),
    "people.reset_password": OwnVerb(
        prepare=_with_forgotten_password,
        refuse=lambda: people.reset_password("planted", PASSWORD, address=ADDRESS),
        done=(AuditAction.PASSWORD_CHANGED,),
        undone=AuditAction.PASSWORD_CHANGED,
    ),
    "people.use_sign_in_link": OwnVerb(
        prepare=_locked_out,
        refuse=lambda: people.use_sign_in_link("planted", address=ADDRESS),
        done=(),  # the sign-in that follows has its entry
        undone=AuditAction.SIGN_IN_FAILED,
    ),
    "people.admit_by_groups": OwnVerb(
        prepare=_in_a_group,
        refuse=_admit,
        done=(AuditAction.MEMBER_ADDED,),
        undone=AuditAction.SIGN_IN_FAILED,
    ),
}

#: What changes something and is no attempt: the log itself, the list of sessions, and parts.
NO_ATTEMPTS: Final = {
    "audit.check_soon",
    "audit.keep_verification",
    "audit.on_migrated_rows",
    "audit.on_sign_in_row_saved",
    "audit.last_verification",
    "audit.note_missing_entries",
    "audit.verify_in_background",
    "audit.write_checkpoint",
    "teams.note_absence",  # a part of admit_by_groups
    "people.begin_session",
    "people.note_session_in_use",
    "people.follow_session_key",
    "people.remove_session",
    "people.drop_restored_session",  # a refusal, which it logs
    "people.refuse_sign_in",  # the same
    "people.send_invitation",  # the work of an attempt that was made
    "people.send_password_reset",
    "people.queue_notice",
    "live.run_catalogue_refresh",  # the work of start_catalogue_refresh: test_catalogue.py
    "live.list_validated_key",  # follows from an attempt that validated the key
    "bulk.run_job",  # the work of start_job, which logs how it ended: test_jobs.py
    "bulk.resume_job",
    "campaigns.look_at_campaign",  # its steps are attempts of Keydesk itself: test_ending.py
    "campaigns.look_by_the_clock",
    "rotations.look_again",  # the steps are attempts of Keydesk itself: test_rotations.py
    "rotations.look_at_rotation",
    "rotations.resume_look",  # queues what a worker that was killed had begun
    "rotations.look_by_the_clock",
    "seen_calls.read_calls",  # the work of start_reading_calls: test_reading_calls.py
    "seen_calls.read_calls_by_the_clock",
    "seen_calls.prune_calls",  # what is older than is kept: test_reading_calls.py
    "findings.judge_account",  # what is shown alone, worked out anew: test_evaluation.py
    "findings.judge_by_the_clock",
    "findings.note_change",  # what is to be judged, until it is
    "audit.checkpoint_by_the_clock",  # a signed statement of what is there: test_evidence.py
    "reports.evidence_of",  # the same, before the pack is made
    "findings.judge_team",
    "live.on_account_saved",  # what lists go by follows what is saved: test_kept_rows.py
    "live.on_application_saved",
    "live.on_entry_saved",
    "live.forget_idle_paces",  # the pace of keys, by the clock: test_shared_pace.py
    "log_streams.send_by_the_clock",  # what was logged, sent on: tests/credentials/log_streams
    "notices.tell_by_the_clock",  # what is told, and sending it: tests/credentials/notices
    "log_streams.send",
    "notices.deliver",
    "live.note_risk_days",  # counts of the day go by the clock: test_risk_overview.py
    "live.prune_changes",  # old changes of keys go by the clock: test_key_changes.py
    "live.on_migrated",
    "live.rebuild_rows",
    "live.start_due_syncs",  # attempts of Keydesk itself: test_schedule.py
    "live.resume_sync",  # queues what an attempt began
    "live.run_sync",  # the work of start_sync, which logs how it ended: test_sync.py
    "onboarding.update_requests_after_sync",  # attempts of Keydesk itself
    "onboarding.bind_credential",  # a part of verbs
}
