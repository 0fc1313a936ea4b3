"""Connections to PostgreSQL: they say why there is none, and give up a server that says nothing.

The kernel of a machine that hangs still answers for it, so no option of TCP notices. Whoever has to
answer within a time itself, which is the web process and the worker, waits for no statement
longer than ``LONGEST_ANSWER``; a command waits for as long as it takes.
"""

from __future__ import annotations

from typing import Any, Final, Self

import psycopg
from psycopg.rows import TupleRow
from psycopg_pool import PoolTimeout

#: Seconds for the question whether a connection still works, which is asked before each use. Two of
#: them fit into the time that whoever asks for a connection waits for one.
LONGEST_CHECK: Final = 1.2
#: Seconds for a statement of a process that serves; it may wait 20 seconds of them for a lock.
LONGEST_ANSWER: Final = 30.0

_ACTIVE: Final = psycopg.pq.TransactionStatus.ACTIVE


class _Process:
    longest_answer: float | None = None
    refusal = ""


def limit_answers() -> None:
    """From now on this process gives up statements that take longer than ``LONGEST_ANSWER``."""
    _Process.longest_answer = LONGEST_ANSWER


def first_line(error: BaseException) -> str:
    """What a database error says, in one line.

    A pool that ran out of patience knows no reason: it is told by the last try to connect.
    """
    message = next(iter(str(error).splitlines()), type(error).__name__)
    is_impatient = isinstance(error.__cause__, PoolTimeout) and _Process.refusal
    return f"{message}: {_Process.refusal}" if is_impatient else message


class Connection(psycopg.Connection[TupleRow]):
    """A connection that is closed when the server has not answered in time.

    Whoever waited gets ``OperationalError``, as from a server that is away.
    """

    _longest: float | None = None

    @classmethod
    def connect(cls, *args: Any, **kwargs: Any) -> Self:
        """A new connection, or the reason kept for ``first_line``."""
        try:
            connection = super().connect(*args, **kwargs)
        except psycopg.OperationalError as error:
            _Process.refusal = " ".join(str(error).split())
            raise
        _Process.refusal = ""
        return connection

    def execute(self, *args: Any, **kwargs: Any) -> psycopg.Cursor[TupleRow]:
        """What the pool asks a connection by; Django goes through cursors of its own."""
        self._longest = LONGEST_CHECK
        try:
            return super().execute(*args, **kwargs)
        finally:
            self._longest = None

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait for what the server answers; see the class."""
        own = self._longest or _Process.longest_answer
        limit = own if timeout is None else timeout
        try:
            return super().wait(gen, interval, limit)
        except psycopg.OperationalError:
            if timeout is None and self.pgconn.transaction_status == _ACTIVE:
                self.pgconn.finish()
            raise
