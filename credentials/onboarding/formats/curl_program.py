"""How a call is made with curl: signed in the shell, or with a token."""

from __future__ import annotations

from typing import Final

from credentials.core import gettext_noop
from credentials.onboarding.formats.program import CLIENT, KEY, Call, Program, of_both
from credentials.onboarding.formats.syntax import SHELL


def _curl(call: Call) -> dict[str, str]:
    sent = "-H 'Content-Type: application/json' -d \"$body\" " if call.body else ""
    sent += f"{call.headers} " if call.headers else ""
    body = SHELL.quote(call.body) if call.body else ""
    return {
        "method": call.method,
        "url": call.url,
        "clock": call.clock,
        "body": body,
        "sent": sent,
    }


# Headers go through a pipe: arguments of a command are seen by everybody on a machine.
_CURL: Final = """\
%%(client)smethod=%%(method)s
url=%%(url)s
body=%%(body)s
%scurl -sS -X "$method" -H @- %%(sent)s"$url" <<END
%s
END
"""
_CURL_SIGNED: Final = _CURL % (
    """\
time=$(curl -sS %(clock)s)
signed="$OVH_APPLICATION_SECRET+$OVH_CONSUMER_KEY+$method+$url+$body+$time"
signature=$(printf %%s "$signed" | openssl dgst -sha1 -r | cut -d ' ' -f 1)
""",
    """\
X-Ovh-Application: $OVH_APPLICATION_KEY
X-Ovh-Consumer: $OVH_CONSUMER_KEY
X-Ovh-Timestamp: $time
X-Ovh-Signature: \\$1\\$$signature""",
)
_CURL_WITH_TOKEN: Final = _CURL % ("", "Authorization: Bearer $OVH_ACCESS_TOKEN")
_CURL_KEYS: Final = """\
#!/bin/sh
set -eu
api=<api_root>
OVH_APPLICATION_KEY=<application_key>
OVH_APPLICATION_SECRET=<application_secret>
OVH_CONSUMER_KEY=<consumer_key>

"""
_CURL_EXCHANGE: Final = """\
#!/bin/sh
set -eu
api=<api_root>
client_id=<client_id>
client_secret=<client_secret>

answer=$(curl -sS -K - <token_url> <<END
data = "grant_type=client_credentials&scope=all"
data-urlencode = "client_id=$client_id"
data-urlencode = "client_secret=$client_secret"
END
)
OVH_ACCESS_TOKEN=$(printf %s "$answer" | sed -n 's/.*"access_token" *: *"\\([^"]*\\)".*/\\1/p')
"""

CURL: Final = Program(
    tool="curl",
    needs=gettext_noop("OVH_… in the environment"),
    syntax=SHELL,
    texts={KEY: _CURL_SIGNED, CLIENT: _CURL_WITH_TOKEN},
    clients={KEY: _CURL_KEYS, CLIENT: _CURL_EXCHANGE},
    own_clients=of_both(""),
    words=_curl,
)
