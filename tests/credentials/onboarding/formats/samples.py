"""Credentials with values that are easily misread, and plain ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hypothesis import strategies as st

from credentials.core import EntryKind
from credentials.onboarding import FORMATS
from credentials.onboarding.formats.credential import NAMES, Credential

API_ROOT: Final = "https://eu.api.ovh.com/1.0"
TOKEN_URL: Final = "https://www.ovh.com/auth/oauth2/token"
#: Each has been trouble to some format of files.
NASTY: Final = (
    'quote"within',
    "apostrophe'within'twice''",
    "dollar$HOME ${HOME} $(id) `id` $1 $$",
    "percent %(x)s %s %{x} %%",
    "back\\slash \\n \\\\ at the end \\",
    "line\nbreak\ttab",
    "return\r\nline",
    "# hash ; semicolon",
    "Ünïcødé 🔑 \u2028 \ufeff \x85",
    "{{ braces }} {env.HOME} {$HOME} @{x}",
    " blanks around ",
    "-dash",
    "!bang !unsafe &x *y |z > < = , : ~ [a] (b)",
    "\x01\x1b\x7f",
    "$1$0a1b",
    "env/HOME",
    "0123456789",
    "1e5",
    "true",
)
_SIGNS: Final = "\"'`$\\#%{}\n\r\t !&|;<>()*?~=:/,@-aA0_é\u0301🔑\u2028\x01\x85"
_ANY_SIGN: Final = st.characters(codec="utf-8", exclude_characters="\0")
TEXTS: Final = st.text(st.sampled_from(_SIGNS) | _ANY_SIGN, min_size=1, max_size=24)
PLAIN: Final = st.from_regex(r"k[a-zA-Z0-9._~+/=:@-]{0,40}", fullmatch=True)
#: Each format with each kind of entry that it has a file for.
CASES: Final = [(name, kind) for name, form in FORMATS.items() for kind in form.texts]


def credential(
    kind: EntryKind, *values: str, endpoint: str = "ovh-eu", api_root: str = API_ROOT
) -> Credential:
    """One of a kind; the last value stands for those that are not given."""
    named = dict(zip(NAMES[kind], [*values, *[values[-1]] * 3], strict=False))
    return _credential(kind, named, endpoint, api_root)


def credentials(kind: EntryKind, values: st.SearchStrategy[str]) -> st.SearchStrategy[Credential]:
    """Any of a kind, with values of a strategy."""
    named = st.fixed_dictionaries(dict.fromkeys(NAMES[kind], values))
    endpoints = st.sampled_from(["ovh-eu", "kimsufi-ca", "https://127.0.0.1:8001/1.0"])
    return st.builds(_credential, st.just(kind), named, endpoints, st.just(API_ROOT))


def _credential(
    kind: EntryKind, values: Mapping[str, str], endpoint: str, api_root: str
) -> Credential:
    return Credential(
        kind=kind, endpoint=endpoint, api_root=api_root, token_url=TOKEN_URL, values=values
    )
