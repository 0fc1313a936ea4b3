"""What the table says of a verb."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from credentials.core import AuditAction, Outcome, Permission
from tests.credentials.verbs.verb_calls import Act

DONE: Final = (Outcome.DONE,)
CALLED: Final = (Outcome.STARTED, Outcome.DONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """``permission`` is what the role has to allow; None is for what Keydesk itself does.

    ``refuse`` is how it refuses though the role allows it; None where nothing else stops it.
    ``done`` are the outcomes in the log after a success; ``began`` says that a refusal comes after
    the log says that it started.
    """

    action: AuditAction
    permission: Permission | None
    act: Act
    refuse: Act | None = None
    done: tuple[Outcome, ...] = DONE
    began: bool = False
