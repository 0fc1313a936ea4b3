"""What a key got against what was asked for: rules, addresses, validity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from credentials.models import KeyRequest
from credentials.rights import CoverageDifference, coverage_difference, rules_from_api

_HOURS_OFF: Final = timedelta(hours=1)  # between the two clocks, and while a page is read


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """``rules`` is the difference in reach; ``more_from`` and ``less_from`` are addresses that the
    key may be used from and was not asked for, and the other way round.

    ``is_longer`` and ``is_shorter`` compare how long it lives with the days that were asked for;
    neither is true where none were.
    """

    rules: CoverageDifference
    more_from: Sequence[str] = ()
    less_from: Sequence[str] = ()
    from_anywhere: bool = False
    is_longer: bool = False
    is_shorter: bool = False

    def __bool__(self) -> bool:
        """Whether there is any difference."""
        addresses = self.from_anywhere or self.more_from or self.less_from
        return bool(self.rules or addresses or self.is_longer or self.is_shorter)


def granted_against_requested(key_request: KeyRequest) -> Granted:
    """What the key may do, from where and how long, beside what was asked for."""
    key = key_request.consumer_key
    requested, granted = set(key_request.requested_addresses), set(key.allowed_ips)
    over = _over(key_request)
    return Granted(
        rules=coverage_difference(
            rules_from_api(key_request.requested_rules), rules_from_api(key.rules)
        ),
        more_from=sorted(granted - requested) if requested else (),
        less_from=sorted(requested - granted) if granted else (),
        from_anywhere=bool(requested) and not granted,
        is_longer=over is None or over > _HOURS_OFF,
        is_shorter=over is not None and over < -_HOURS_OFF,
    )


def _over(key_request: KeyRequest) -> timedelta | None:
    """How much longer than asked the key lives; None for one without an end."""
    key = key_request.consumer_key
    if key_request.requested_days is None or key.validated_at is None:
        return timedelta(0)
    if key.expires_at is None:
        return None
    return key.expires_at - key.validated_at - timedelta(days=key_request.requested_days)
