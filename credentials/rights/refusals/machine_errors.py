"""What a tool meets before OVHcloud: files and the network where it runs, and proxies between."""

from __future__ import annotations

import re
from typing import Final

from credentials.core import gettext_noop, say
from credentials.rights.refusals.statuses import PROXY
from credentials.rights.refusals.tool_error import ToolError
from credentials.rights.refusals.words_of_causes import OF_CAUSES

_BY_A_PROXY, _ASK_FOR_A_WAY = OF_CAUSES[PROXY]

#: The surest first.
MACHINE_ERRORS: Final = (
    ToolError(
        cause=PROXY,
        patterns=(
            "proxy authentication required",
            "cloudflare ray id",
            "you have been blocked",
            "squid",
            "zscaler",
            "fortiguard",
        ),
        expression=re.compile(
            r"\b(?:denied|blocked|refused|forbidden|rejected) by (?:the |your |a |an )?"
            r"(?:\w{1,20} )?(?:proxy|firewall|waf|administrator|gateway|web filter)\b"
        ),
        sentence=_BY_A_PROXY,
        next_step=_ASK_FOR_A_WAY,
    ),
    ToolError(
        cause="no-json",
        patterns=("invalidresponse", "failed to decode api response"),
        sentence=say(
            gettext_noop("What came back was no answer of OVHcloud's API, as the tool reads them.")
        ),
        next_step=say(
            gettext_noop(
                "A proxy, or a server at another address, may have answered: check both, then try "
                "again. Another key does not help."
            )
        ),
    ),
    ToolError(
        cause="local-file",
        patterns=("[errno 13]", "[errno 2]", "eacces: ", "enoent: "),
        expression=re.compile(
            r"\b(?:open|stat|read|write|mkdir|exec|lstat|unlink) [\"']?[\w./~-]{1,200}[\"']?:"
            r" (?:permission denied|no such file)"
            r"|\bsh: [\w./-]{1,200}: permission denied\b"
        ),
        sentence=say(
            gettext_noop("A file where the tool runs could not be used: OVHcloud was not asked.")
        ),
        next_step=say(
            gettext_noop("Check that the file is there and that the tool's user may use it.")
        ),
    ),
    ToolError(
        cause="client-certificate",
        patterns=("tls: bad certificate", "certificate required", "alert bad certificate"),
        sentence=say(
            gettext_noop("The service refused the certificate of the tool: no key was looked at.")
        ),
        next_step=say(
            gettext_noop(
                "Give the tool the certificate that was made for it there, with its private key. "
                "Keys of OVHcloud's API do not count there."
            )
        ),
    ),
    ToolError(
        cause="unreachable",
        patterns=(
            "no such host",
            "could not resolve host",
            "name or service not known",
            "connection refused",
            "certificate verify failed",
            "ssl certificate problem",
            "unable to get local issuer certificate",
            "self-signed certificate",
            "self signed certificate",
            "i/o timeout",
            "connection timed out",
            "connecttimeout",
            "readtimeout",
            "max retries exceeded",
            "failed to establish a new connection",
            "sslerror",
            "proxyerror",
            "unable to connect to the remote server",
            "the remote name could not be resolved",
            "connection reset by peer",
            "network is unreachable",
            "no route to host",
            "temporary failure in name resolution",
            "server misbehaving",
            "certificate signed by unknown authority",
            "certificate has expired",
            "tls handshake timeout",
            "context deadline exceeded",
            "low http request failed error",
            "ovh.exceptions.httperror",
        ),
        expression=re.compile(
            r"\bnetworkerror\b|\b(?:enotfound|eai_again|econnrefused|etimedout)\b"
            r"|\b(?:operation|connection|request|resolving) timed out\b"
            r"|\bcurl: \((?:5|6|7|28|35|56|60)\)|\blibcurl-errors\.html for error code: \d"
        ),
        sentence=say(gettext_noop("The tool did not reach OVHcloud: no key was looked at.")),
        next_step=say(
            gettext_noop("Check the name server, the proxy and the certificates where it runs.")
        ),
    ),
)
