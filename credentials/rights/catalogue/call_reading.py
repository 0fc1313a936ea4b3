"""The call that is meant by a text: a path, an address, a line of code, of a log or of a shell."""

from __future__ import annotations

import re
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from credentials.core import Method, RuleError, Sentence, gettext_noop, say
from credentials.rights.api_versions import strip_version
from credentials.rights.catalogue.catalogue import Catalogue
from credentials.rights.catalogue.cli_commands import CliCall, cli_calls_in
from credentials.rights.catalogue.httpie_commands import httpie_call
from credentials.rights.domain_names import with_punycode
from credentials.rights.invisible_characters import visible_text
from credentials.rights.reading_rules.meaning.tails import begins_before
from credentials.rights.reading_rules.paths.batches import with_more_names
from credentials.rights.reading_rules.paths.text_path import whole_path
from credentials.rights.reading_rules.pieces import Piece
from credentials.rights.reading_rules.rule_reader import read_rules
from credentials.rights.rule import AccessRule
from credentials.rights.rule_problems import method_without_rules, stray_character

_WORDS: Final = re.compile(r"(?:(?P<method>\w+)\s+)?(?P<target>\S.*)", re.DOTALL)
#: A path or an address and perhaps a method: with nothing around the call.
_CALL_ALONE: Final = re.compile(
    rf"(?:(?:{'|'.join(Method)})\s+)?(?:\w+://[^\s/]+)?/[A-Za-z0-9/*_{{}}~%@:+.-]*(?<![.:])(?:\?\S*)?",
    re.IGNORECASE,
)
#: Ends the first line of a request.
_HTTP_VERSION: Final = re.compile(r"\s{1,9}HTTP/\d(?:\.\d)?$", re.IGNORECASE)
_NO_RULE_HAS: Final = "HEAD|OPTIONS|TRACE|CONNECT"
#: A method that no rule has: before a path or an address, as an option, in a field, as a function.
_METHOD_WITHOUT_RULES: Final = re.compile(
    rf"^[\W_]{{0,4}}(?i:({_NO_RULE_HAS}))[ \t]{{1,4}}[\"'`]?(?:https?:/)?/"
    rf"|(?<![\w/?&=])({_NO_RULE_HAS})(?=[\s\"',)]|$)"
    rf"|(?i:(?:\B-X|--request|-?-?\bmethod)[\"']?[ \t:=]{{0,4}}[\"']?({_NO_RULE_HAS}))\b"
    r"|(?:(?<=\w\.)|(?<=\w->))(head|options)(?=(?:Async)?\()"
)
_CURL_HEAD: Final = re.compile(r"(?<=\s)(?:--head|-[a-zA-Z]{0,8}I[a-zA-Z]{0,8})(?=\s|$)")
#: A function of JavaScript that reads an address where it is told nothing else.
_ASKED_ALONE: Final = re.compile(
    r"(?:await )?(?:axios|fetch|got|ky)\(\s{0,4}[\"'`](\S{1,1000})[\"'`]\s{0,4}\);?"
)
#: An address of the API console, which tells a call behind its path; placeholders of other tools.
_NOT_ALONE: Final = re.compile(
    r"^(?:GET\s+)?https?://[\w.-]{1,200}/console(?:-\w{2,12})?/|/(?::[a-z]\w*|%[sdv])(?=[/?]|$)",
    re.IGNORECASE,
)
#: The host that a call goes to, not one in its query.
_HOST: Final = re.compile(
    r"(?<![\w=&?/%])https?://(?:[^\s/@]{1,200}@)?([\w.-]{1,255})", re.IGNORECASE
)
#: Hosts of the API and its sign-in, and places where it is played.
_API_HOST: Final = re.compile(
    r"(?:^|\.)(?:ovh|ovhcloud|soyoustart|kimsufi|runabove)\.(?:com|us|net|ca)$"
    r"|^localhost$|^127\.|^10\.|^192\.168\.|^[^.]*$"
)
_OTHER_HOST: Final = gettext_noop(
    "%(host)s is no host of OVHcloud's API, so no rule of a key is about this call."
)
_LONGEST_CODE: Final = 2_000
#: What a path is glued to that no path has: /vps/a;b. Not a cell of a row: |/me|403|.
_GLUED: Final = re.compile(r"[;|](?=(?![1-5]\d\d\b)\w)")
#: Behind a path: nothing that it may go on with, the answer of the call.
_BEHIND: Final = re.compile(
    r"[\s.,:;!?)\]}>\"'`|=→-]*(?:HTTP/\d(?:\.\d)?\b.*|[1-5]\d\d\b.*|[?#]\S*)?", re.DOTALL
)
_LONGEST_SHOWN: Final = 60


class ReadCall(NamedTuple):
    """A call that is meant by a text; ``doubt`` is a sentence on what of the text was not read."""

    path: str
    methods: tuple[Method, ...]
    doubt: Sentence = Sentence("")


def parse_call(catalogue: Catalogue, call: str) -> ReadCall:
    """The call that is meant by a text. Raises ``RuleError`` with what is wrong."""
    _refuse_method_without_rules(call)
    call = _ASKED_ALONE.sub(r"GET \1", call.strip())
    call = with_punycode(_HTTP_VERSION.sub("", httpie_call(call) or call))
    words = _WORDS.fullmatch(call)
    if words is None:
        raise RuleError(say(gettext_noop("A call reads like this: GET /domain/zone")))
    if (host := _HOST.search(call)) and not _API_HOST.search(host[1].lower()):
        raise RuleError(say(_OTHER_HOST, host=visible_text(host[1])))
    is_alone = _CALL_ALONE.fullmatch(call) and not _NOT_ALONE.search(call)
    if not is_alone and (read := _in_text(call)):
        return read
    path = strip_version(_path(words["target"]))
    if stray := whole_path(path).stray if path.startswith("/") and path.isprintable() else "":
        raise RuleError(stray_character(path.partition(stray)[0], stray))
    if words["method"]:
        rule = AccessRule.parse(words["method"], path)
        return ReadCall(rule.path, (rule.method,))
    path = AccessRule.parse(Method.GET, path).path
    known = {operation.method for operation in catalogue.operations_at(path)}
    return ReadCall(path, tuple(method for method in Method if method in known) or (Method.GET,))


def cli_call_in(call: str) -> CliCall | None:
    """The call that a command of the ovhcloud CLI makes; None for another text. Raises
    ``RuleError`` for a command whose call is not known, and for two commands."""
    calls = list(cli_calls_in(call))
    if not calls:
        return None
    _refuse_method_without_rules(call)
    if len(calls) > 1:
        raise RuleError(say(_SEVERAL, count=len(calls)))
    if not calls[0].path:
        raise RuleError(say(_UNKNOWN_COMMAND))
    return calls[0]


def _refuse_method_without_rules(call: str) -> None:
    if match := _METHOD_WITHOUT_RULES.search(call):
        name = next(filter(None, match.groups())).upper()
        raise RuleError(method_without_rules(name))
    if call.lstrip("$ ").startswith("curl") and _CURL_HEAD.search(call):
        raise RuleError(method_without_rules("HEAD"))


_UNKNOWN_COMMAND: Final = gettext_noop(
    "It is not known which call this command of the ovhcloud CLI makes. With --debug it prints its "
    "calls: ask about one of them, like this: GET /vps"
)


def _in_text(call: str) -> ReadCall | None:
    """The call that a line of a log, of code or of a shell makes. Raises ``RuleError`` for two, and
    for a part of one."""
    reading = read_rules(call, is_log=True) if len(call) <= _LONGEST_CODE else None
    if reading is None:
        return None
    rules = dict.fromkeys(reading.rules)
    if len(rules) > 1:
        raise RuleError(say(_SEVERAL, count=len(rules)))
    if reading.pieces:
        return _whole(call, reading.pieces[0])
    if reading.problems:
        raise RuleError(reading.problems[0].reason)
    return None


def _whole(call: str, piece: Piece) -> ReadCall:
    """The call of a piece with all the names that it has; that some of the text was not read, is
    said."""
    (rule,) = piece.rules
    if piece.is_tail:
        raise RuleError(begins_before(rule.path))
    path = with_more_names(rule.path, call)
    rest = call[piece.end :].removeprefix(path[len(rule.path) :])
    is_plain = not call[: piece.start].strip("\"'`$> ")
    if is_plain and _GLUED.match(rest):
        raise RuleError(stray_character(rule.path, rest[0]))
    doubt = Sentence("")
    if is_plain and not _BEHIND.fullmatch(rest):
        shown = visible_text(rest.strip()[:_LONGEST_SHOWN])
        doubt = say(_NOT_READ, path=visible_text(path), rest=shown)
    return ReadCall(path, (rule.method,), doubt)


_NOT_READ: Final = gettext_noop(
    "“%(rest)s” behind %(path)s was not read. Is it a part of the path?"
)
_SEVERAL: Final = gettext_noop("These are %(count)s calls. Ask about one at a time: GET /me")


def _path(target: str) -> str:
    """The path of a URL, or of a path with its query."""
    try:
        return urlsplit(target).path if "://" in target else target.partition("?")[0]
    except ValueError:
        return target
