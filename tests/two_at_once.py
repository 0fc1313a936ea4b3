"""Two at the same place at once: the second begins while the first is in its transaction."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection, transaction

A_MOMENT = 0.5  # for the other to come to the same place; a longer one changes nothing
Act = Callable[[], Any]


def second_of(*, holds: Act, then: Act, other: Act, moment: float = A_MOMENT) -> Any:
    """What comes of ``other``, begun while a transaction did ``holds`` and not yet ``then``."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            holds()
            begun = pool.submit(_closing, other)
            time.sleep(moment)
            then()
        return begun.result()


def _closing(act: Act) -> Any:
    try:
        return act()
    finally:
        connection.close()
