"""Checked keys on their way through a page: sealed for one person, for a quarter of an hour."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from types import MappingProxyType
from typing import Any, Final

from credentials.core import EntryKind, KeyringError, NotAllowedError, gettext_noop, say
from credentials.models import Person, Team
from credentials.onboarding.reading_keys.candidates import Candidate, Field
from credentials.onboarding.taking_in import CandidateState, CheckedKey
from credentials.sealing import Binding, Secret, instance_key

_LASTS: Final = 15 * 60
_OVER: Final = gettext_noop("What was found in the text is not here any more.")
_AGAIN: Final = gettext_noop("Nothing was kept. Paste the text once more, or choose the file.")


def seal_keys(keys: Sequence[CheckedKey], *, team: Team, person: Person) -> str:
    """The keys as a token that a page can hold; opens for this person and team alone."""
    content = {"until": time.time() + _LASTS, "keys": [_packed(key) for key in keys]}
    return instance_key.text_key().seal(json.dumps(content), _place(team, person))


def open_keys(token: str, *, team: Team, person: Person) -> list[CheckedKey]:
    """The keys in a token. Raises ``NotAllowedError`` for one that is over or somebody else's."""
    try:
        content = json.loads(instance_key.text_key().open(token, _place(team, person)).expose())
    except KeyringError:
        raise _over() from None
    if content["until"] < time.time():
        raise _over()
    return [_unpacked(packed) for packed in content["keys"]]


def _over() -> NotAllowedError:
    return NotAllowedError(say(_OVER), next_step=say(_AGAIN))


def _place(team: Team, person: Person) -> Binding:
    return Binding("pasted_text", str(person.pk), "keys", str(team.pk))


def _packed(key: CheckedKey) -> dict[str, Any]:
    candidate = key.candidate
    return {
        "kind": candidate.kind.value,
        "place": [candidate.line, candidate.column],
        "label": candidate.label,
        "endpoint": candidate.endpoint,
        "identifier": candidate.identifier,
        "secrets": {field.value: secret.expose() for field, secret in candidate.secrets.items()},
        "nic": key.nic,
    }


def _unpacked(packed: dict[str, Any]) -> CheckedKey:
    secrets = {Field(field): Secret(value) for field, value in packed["secrets"].items()}
    line, column = packed["place"]
    candidate = Candidate(
        kind=EntryKind(packed["kind"]),
        line=line,
        column=column,
        label=packed["label"],
        endpoint=packed["endpoint"],
        identifier=packed["identifier"],
        secrets=MappingProxyType(secrets),
    )
    return CheckedKey(candidate=candidate, standing=CandidateState.READY, nic=packed["nic"])
