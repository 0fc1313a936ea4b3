"""Streams of the log: a team's entries sent elsewhere, in order, each at least once.

By syslog, by a webhook or in GELF, to hosts that the settings list. Writing and verifying the log
is ``audit``; connections and signatures are ``outgoing``; what people are told is ``notices``.
"""

from __future__ import annotations

from credentials.log_streams.delay import with_delay
from credentials.log_streams.sending import send, send_by_the_clock
from credentials.log_streams.streams import StreamTerms, add_stream, remove_stream, try_now

__all__ = [
    "StreamTerms",
    "add_stream",
    "remove_stream",
    "send",
    "send_by_the_clock",
    "try_now",
    "with_delay",
]
