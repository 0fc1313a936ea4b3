"""The error family. Every error carries a sentence for people, and none ever holds a secret.

::

    KeydeskError
    ├── InputError                 something a person typed
    │   ├── EndpointError          no such endpoint, or a bad OVH_EXTRA_ENDPOINTS
    │   ├── RuleError              a method or path that is no access rule
    │   └── SecretFormatError      a key or secret with characters none can have
    ├── KeyringError               cannot open, wrong or missing master key (never says why)
    │   ├── NewerFormatError       it was sealed by a later version of Keydesk
    │   └── InstanceKeyMissing     the instance key was made, and is gone
    ├── NotAllowedError            the verb refuses: state, guard or policy
    │   └── RowChangedOutside      a row that grants something was not written by Keydesk
    ├── UnappliedMigrations        (in startup) the database is older than this version
    └── ApiError                   a call to OVHcloud gave no answer to use (api_error_classes)
"""

from __future__ import annotations

from credentials.core.sentences import Sentence, coded, gettext_noop, say

_NOTHING = Sentence("")
_CANNOT_OPEN = coded("sealing.cannot-open", gettext_noop("Cannot open (key id %(key_id)s)."))
_CHECK_MASTER_KEYS = coded(
    "sealing.check-master-keys",
    gettext_noop(
        "The value, its place or the master key is not the one it was sealed with. "
        "Check the master keys, then restore from a backup."
    ),
)
_LOG_CHANGED = coded(
    "audit.log-changed",
    gettext_noop("The end of the activity log was changed outside Keydesk: nothing can be logged."),
)
_VERIFY_LOG = coded(
    "audit.verify-log",
    gettext_noop("Whoever runs Keydesk runs verify_audit_log, and restores a backup."),
)
_CHANGED_OUTSIDE = coded(
    "rows.changed-outside", gettext_noop("This %(row)s was changed outside Keydesk.")
)
_PROVE_ROWS = coded(
    "rows.prove",
    gettext_noop("Nobody may rely on it until whoever runs Keydesk looks: manage.py prove_rows."),
)
_NEWER_FORMAT = coded(
    "sealing.newer-format",
    gettext_noop(
        "This was sealed in format %(needed)s, by a newer version of Keydesk; "
        "this version reads up to format %(known)s."
    ),
)
_START_NEWER = coded(
    "sealing.newer-format-next",
    gettext_noop("Start the version that ran last, or one that reads %(needed)s."),
)
_INSTANCE_KEY_GONE = coded(
    "sealing.instance-key-gone", gettext_noop("The instance key is gone: its row was removed.")
)
_RESTORE_INSTANCE_KEY = coded(
    "sealing.restore-instance-key",
    gettext_noop(
        "A new one would hide what was done to the log. Restore the table "
        "credentials_instancekey, or everything, from a backup."
    ),
)


class KeydeskError(Exception):
    """Root of the family: ``sentence`` says what happened and why, ``next_step`` what to do."""

    def __init__(self, sentence: Sentence, *, next_step: Sentence = _NOTHING) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.next_step = next_step

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All there is to say: what happened, then what to do."""
        return tuple(part for part in (self.sentence, self.next_step) if part)


class StoredValueError(KeydeskError, ValueError):
    """Something in the database that Keydesk did not write, and cannot read."""


class InputError(KeydeskError):
    """Something a person typed cannot be used."""


class EndpointError(InputError):
    """No such endpoint, or an ``OVH_EXTRA_ENDPOINTS`` that cannot be read."""


class RuleError(InputError):
    """A method or a path that is no access rule."""


class SecretFormatError(InputError):
    """A key or secret with characters that no OVHcloud key has."""


class KeyringError(KeydeskError):
    """Something sealed cannot be opened. One error, one sentence, no reasons."""

    def __init__(self, key_id: str = "") -> None:
        super().__init__(
            say(_CANNOT_OPEN, key_id=key_id or "?"),
            next_step=say(_CHECK_MASTER_KEYS),
        )
        self.key_id = key_id


class NewerFormatError(KeyringError):
    """Something was sealed by a later version of Keydesk, in a format that this one cannot read."""

    def __init__(self, key_id: str, *, needed: str, known: str) -> None:
        KeydeskError.__init__(
            self,
            say(_NEWER_FORMAT, needed=needed, known=known),
            next_step=say(_START_NEWER, needed=needed),
        )
        self.key_id = key_id


class InstanceKeyMissing(KeyringError):
    """There are people or accounts here, and the key that came before them is gone."""

    def __init__(self) -> None:
        KeydeskError.__init__(
            self,
            say(_INSTANCE_KEY_GONE),
            next_step=say(_RESTORE_INSTANCE_KEY),
        )
        self.key_id = ""


class NotAllowedError(KeydeskError):
    """A verb refuses: the state, a guard or a policy forbids it."""


class RowChangedOutside(NotAllowedError):
    """A row that grants something is not as Keydesk wrote it; ``row`` says what it is a row of.

    ``row_object`` is the row itself, for the log, where whoever raises this has it.
    """

    def __init__(self, row: str, *, row_object: object = None) -> None:
        super().__init__(say(_CHANGED_OUTSIDE, row=row), next_step=say(_PROVE_ROWS))
        self.row_object = row_object


class LogChangedOutside(KeydeskError):
    """The log does not end where it is noted to end, so that nothing can be added to it."""

    def __init__(self) -> None:
        super().__init__(say(_LOG_CHANGED), next_step=say(_VERIFY_LOG))
