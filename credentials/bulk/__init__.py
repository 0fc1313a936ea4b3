"""One act on many live keys or applications: a selection, its job, and what became of each.

What is selected is chosen here by ids, in a draft; once it is confirmed a worker does it, item by
item, each by the verb that does it to a single one. Those verbs are ``live``.
"""

from __future__ import annotations

from credentials.bulk.acts import KEY_ACTS
from credentials.bulk.digest import digest_of
from credentials.bulk.drafts import (
    discard_draft,
    leave_out,
    select_applications,
    select_keys,
    sweep,
)
from credentials.bulk.progress import BulkProgress, open_jobs, progress_of, progress_of_all
from credentials.bulk.run import resume_job, run_job
from credentials.bulk.sets import freezable_keys, keyless_applications, sweepable_keys
from credentials.bulk.start import start_job, stop_job

__all__ = [
    "KEY_ACTS",
    "BulkProgress",
    "digest_of",
    "discard_draft",
    "freezable_keys",
    "keyless_applications",
    "leave_out",
    "open_jobs",
    "progress_of",
    "progress_of_all",
    "resume_job",
    "run_job",
    "select_applications",
    "select_keys",
    "start_job",
    "stop_job",
    "sweep",
    "sweepable_keys",
]
