"""One act on many live keys or applications."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from credentials import bulk, live
from credentials.audit import Actor
from credentials.core import AuditAction, BulkState, Outcome, Permission
from credentials.models import Account, BulkJob, LiveApplication, LiveCredential
from tests.credentials.verbs.scene import Scene
from tests.credentials.verbs.verb import CALLED, Verb


def _keys(scene: Scene, actor: Actor) -> BulkJob:
    keys = LiveCredential.objects.filter(pk=scene.world.live("audit trial").pk)
    return bulk.select_keys(scene.team, keys, actor=actor)


def _draft(scene: Scene, actor: Actor) -> BulkJob:
    """A draft of the actor with one key, made before."""
    key = scene.world.live("audit trial")
    job = BulkJob.objects.create(
        team=scene.team, action="revoke-keys", origin="selection", asked_by_id=actor.person_id
    )
    job.items.create(account=key.account, number=key.credential_id, state="waiting")
    return job


def _started(scene: Scene, actor: Actor) -> BulkJob:
    job = _draft(scene, actor)
    BulkJob.objects.filter(pk=job.pk).update(state=BulkState.RUNNING)
    return job


def _start(scene: Scene, actor: Actor) -> None:
    scene.queue_tasks()
    job = _draft(scene, actor)
    bulk.start_job(job, seen=bulk.digest_of(job), actor=actor)


def _list_unread(scene: Scene, actor: Actor) -> None:
    """With a key at OVHcloud that no reading has seen."""
    at = scene.world.demo.world
    listed = at.credentials[scene.world.planned("audit trial").credential_id]
    at.keep(replace(listed, id=at.next_id(), consumer_key="unread"))
    live.list_unread_keys(scene.world.account, actor=actor)


def _stored(scene: Scene) -> LiveCredential:
    """A key whose entry says what OVHcloud lists."""
    scene.world.store("audit trial")
    return scene.world.live("audit trial")


def _differing(scene: Scene) -> LiveCredential:
    key = _stored(scene)
    key.allowed_ips = ["192.0.2.1/32"]
    return key


BULK_VERBS: Final = {
    "bulk.select_keys": Verb(
        action=AuditAction.BULK_SELECTED, permission=Permission.REVOKE, act=_keys
    ),
    "bulk.select_applications": Verb(
        action=AuditAction.BULK_SELECTED,
        permission=Permission.REVOKE,
        act=lambda s, a: bulk.select_applications(s.team, LiveApplication.objects.all(), actor=a),
    ),
    "bulk.sweep": Verb(
        action=AuditAction.BULK_SELECTED,
        permission=Permission.REVOKE,
        act=lambda s, a: bulk.sweep(s.team, Account.objects.all(), actor=a),
    ),
    "bulk.leave_out": Verb(
        action=AuditAction.BULK_SELECTED,
        permission=Permission.REVOKE,
        act=lambda s, a: bulk.leave_out(job := _draft(s, a), [job.items.get().pk], actor=a),
        refuse=lambda s, a: bulk.leave_out(_started(s, a), [], actor=a),
    ),
    "bulk.discard_draft": Verb(
        action=AuditAction.BULK_SELECTED,
        permission=Permission.REVOKE,
        act=lambda s, a: bulk.discard_draft(_draft(s, a), actor=a),
        refuse=lambda s, a: bulk.discard_draft(_started(s, a), actor=a),
    ),
    "bulk.start_job": Verb(
        action=AuditAction.BULK_DONE,
        permission=Permission.REVOKE,
        act=_start,
        refuse=lambda s, a: bulk.start_job(_draft(s, a), seen="", actor=a),
        done=(Outcome.STARTED,),
    ),
    "live.list_unread_keys": Verb(
        action=AuditAction.ACCOUNT_SYNCED,
        permission=Permission.REVOKE,
        act=_list_unread,
        refuse=lambda s, a: live.list_unread_keys(s.account, actor=a),
        done=CALLED,
    ),
    "live.take_over_facts": Verb(
        action=AuditAction.ENTRY_CHANGED,
        permission=Permission.STORE_SECRETS,
        act=lambda s, a: live.take_over_facts(_differing(s), actor=a),
        refuse=lambda s, a: live.take_over_facts(_stored(s), actor=a),
    ),
    "live.assign_owner": Verb(
        action=AuditAction.CREDENTIAL_ASSIGNED,
        permission=Permission.STORE_SECRETS,
        act=lambda s, a: live.assign_owner(s.world.live("audit trial"), s.bob.person, actor=a),
        refuse=lambda s, a: live.assign_owner(_stored(s), s.bob.person, actor=a),
    ),
    "bulk.stop_job": Verb(
        action=AuditAction.BULK_STOPPED,
        permission=Permission.REVOKE,
        act=lambda s, a: bulk.stop_job(_started(s, a), actor=a),
        refuse=lambda s, a: bulk.stop_job(_draft(s, a), actor=a),
    ),
}
