"""Programs that make the first call: with OVHcloud's SDK of each language, and with curl."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from credentials.core import gettext_noop
from credentials.onboarding.formats import sources
from credentials.onboarding.formats.curl_program import CURL
from credentials.onboarding.formats.format import Format
from credentials.onboarding.formats.program import Call
from credentials.onboarding.formats.sdk_programs import CSHARP, GO, NODE, PERL, PHP, PYTHON
from credentials.onboarding.formats.syntax import is_plain, is_text

_BESIDE: Final = gettext_noop("the program's folder, out of version control")
_KEYS_ALONE: Final = gettext_noop("%(tool)s signs with the three keys of an application alone.")

#: Whose the credential is: a call that every credential may make, whatever its rights.
_FIRST_CALL: Final = Call(
    method="GET", address="/auth/details", url='"$api/auth/details"', clock='"$api/auth/time"'
)
# This SDK leaves paths below /auth unsigned, so the call is one that needs a rule.
_FIRST_CALL_OF_NODE: Final = replace(_FIRST_CALL, address="/me")
_NODE_COMMENT: Final = "// A call that the rights have to allow: this SDK leaves /auth unsigned.\n"


def _is_for_perl(value: str) -> bool:
    """Perl reads the end of a line of Windows as that of Unix, within a text too."""
    return is_text(value) and "\r" not in value


_IN_PYTHON = Format(
    name="python",
    tool=PYTHON.tool,
    file="first_call.py",
    place=_BESIDE,
    next_step=gettext_noop("Run pip install ovh, then python first_call.py"),
    syntax=PYTHON.syntax,
    texts=PYTHON.with_blanks(_FIRST_CALL),
    source=sources.SDK_PYTHON,
)
_IN_NODE = Format(
    name="node",
    tool=NODE.tool,
    file="first_call.js",
    place=_BESIDE,
    next_step=gettext_noop("Run npm install @ovhcloud/node-ovh, then node first_call.js"),
    syntax=NODE.syntax,
    texts={
        kind: _NODE_COMMENT + text for kind, text in NODE.with_blanks(_FIRST_CALL_OF_NODE).items()
    },
    source=sources.SDK_NODE,
)
_IN_GO = Format(
    name="go",
    tool=GO.tool,
    file="main.go",
    place=_BESIDE,
    next_step=gettext_noop("Run go get github.com/ovh/go-ovh/ovh, then go run ."),
    syntax=GO.syntax,
    texts=GO.with_blanks(_FIRST_CALL),
    source=sources.SDK_GO,
)
_IN_PHP = Format(
    name="php",
    tool=PHP.tool,
    file="first_call.php",
    place=_BESIDE,
    next_step=gettext_noop("Run composer require ovh/ovh, then php first_call.php"),
    syntax=PHP.syntax,
    texts=PHP.with_blanks(_FIRST_CALL),
    source=sources.SDK_PHP,
)
_IN_CSHARP = Format(
    name="csharp",
    tool=CSHARP.tool,
    file="Program.cs",
    place=_BESIDE,
    next_step=gettext_noop("Run dotnet add package csharp-ovh, then dotnet run"),
    syntax=CSHARP.syntax,
    texts=CSHARP.with_blanks(_FIRST_CALL),
    source=sources.SDK_CSHARP,
    no_oauth2=_KEYS_ALONE,
)
_IN_PERL = Format(
    name="perl",
    tool=PERL.tool,
    file="first_call.pl",
    place=_BESIDE,
    next_step=gettext_noop("Install OvhApi from github.com/ovh/perl-ovh, then perl first_call.pl"),
    syntax=PERL.syntax,
    texts=PERL.with_blanks(_FIRST_CALL),
    holds=_is_for_perl,
    source=sources.SDK_PERL,
    no_oauth2=_KEYS_ALONE,
)
_BY_CURL = Format(
    name="curl",
    tool=CURL.tool,
    file="first_call.sh",
    place=gettext_noop("any folder; remove it after the call"),
    next_step=gettext_noop(
        "Run sh first_call.sh: it asks OVHcloud whose the credential is. It needs openssl for the "
        "signature of a key."
    ),
    syntax=CURL.syntax,
    texts=CURL.with_blanks(_FIRST_CALL),
    source=sources.SIGNATURE,
    # The values are expanded into headers and into curl's own configuration.
    holds=is_plain,
)

FORMATS: Final = (_IN_PYTHON, _IN_NODE, _IN_GO, _IN_PHP, _IN_CSHARP, _IN_PERL, _BY_CURL)
