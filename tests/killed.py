"""The end of a process, in the process of the tests: from some write on, nothing is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


class Killed(BaseException):
    """What no code of Keydesk's catches, like the end of its process."""


@dataclass(slots=True)
class EndsAtWrite:
    """Every statement from the write of that number after OVHcloud's change on fails; ``is_over``
    once one did."""

    number: int
    changes: Callable[[], list[str]]
    is_over: bool = False
    written: int = field(default=0)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if re.match(r"\s*(SAVEPOINT|RELEASE|ROLLBACK)", sql):
            return execute(sql, params, many, context)
        self.written += bool(self.changes() and re.match(r"\s*(INSERT|UPDATE|DELETE)", sql))
        self.is_over = self.is_over or self.written == self.number
        if self.is_over:
            raise Killed
        return execute(sql, params, many, context)
