"""Words for bulk jobs: what they do, where their items come from, what became of each."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from credentials.core import BulkAction, BulkItemState, BulkOrigin, BulkState
from dashboard import labels

ACTS: dict[str, labels.Label] = {
    BulkAction.REVOKE_KEYS: _("Revoke keys"),
    BulkAction.FREEZE_KEYS: _("Freeze keys"),
    BulkAction.THAW_KEYS: _("Thaw keys"),
    BulkAction.DELETE_APPLICATIONS: _("Delete applications"),
}
ORIGINS: dict[str, labels.Label] = {
    BulkOrigin.SELECTION: _("selected on a list"),
    BulkOrigin.SWEEP: _("all that open nothing any more"),
    BulkOrigin.WHOLE: _("all of an account, or of a job"),
    BulkOrigin.COMMAND: _("by a command"),
    BulkOrigin.REVIEW: _("not needed, as a review campaign says"),
}
STATES: dict[str, labels.Label] = {
    BulkState.DRAFT: _("Selection"),
    BulkState.QUEUED: _("Waiting for a worker"),
    BulkState.RUNNING: _("Running"),
    BulkState.DONE: _("Ended"),
    BulkState.STOPPED: _("Stopped"),
    BulkState.FAILED: _("Failed"),
}
ITEM_STATES: dict[str, labels.Label] = {
    BulkItemState.WAITING: _("To do"),
    BulkItemState.EXCLUDED: _("Left out"),
    BulkItemState.DOING: _("Being done"),
    BulkItemState.DONE: _("Done"),
    BulkItemState.REFUSED: _("Refused"),
    BulkItemState.FAILED: _("Failed"),
    BulkItemState.UNKNOWN: _("Outcome unknown"),
    BulkItemState.SKIPPED: _("Not begun"),
}
#: Tones of the states of jobs and of their items.
TONES: dict[str, str] = {
    BulkState.QUEUED: "wait",
    BulkState.RUNNING: "accent",
    BulkItemState.DOING: "accent",
    BulkItemState.DONE: "good",
    BulkItemState.REFUSED: "bad",
    BulkItemState.FAILED: "bad",
    BulkItemState.UNKNOWN: "wait",
}
