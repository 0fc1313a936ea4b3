"""Why OVHcloud refused a call, from what was pasted: the cause, and the smallest cure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final

from credentials import errors
from credentials.catalogue import errortext
from credentials.catalogue.catalogue import Catalogue
from credentials.catalogue.errortext import ErrorText
from credentials.catalogue.iam import operations_of
from credentials.catalogue.listing import listed
from credentials.catalogue.nearest import nearest
from credentials.catalogue.verdict import Verdict, verdicts
from credentials.enums import Method
from credentials.errors import ApiError
from credentials.rights import AccessRule, normalise, strip_version
from credentials.rights.visible import shown
from credentials.sentences import Sentence, gettext_noop, say

_NOTHING: Final = Sentence("")
_MOST_NAMED: Final = 6
#: By what the text says, the surest first. Causes without an error of the client are told below.
_SAID: Final[tuple[tuple[str, str], ...]] = (
    ("user not granted", "iam"),
    ("missing iam permission", "iam"),
    ("not_granted_call", "rules"),
    ("not been granted", "rules"),
    ("invalid_key", "application-key"),
    ("application key is invalid", "application-key"),
    ("invalid application key", "application-key"),
    ("not_credential", "unknown-credential"),
    ("credential does not exist", "unknown-credential"),
    ("invalid_credential", "credential-not-valid"),
    ("credential is not valid", "credential-not-valid"),
    ("invalid_signature", "signature"),
    ("invalid signature", "signature"),
    ("query_time_out", "clock"),
    ("query time out", "clock"),
    ("out of time", "clock"),
    ("must login first", "not-signed-in"),
    ("invalid (or empty) url", "no-route"),
    ("service does not exist", "no-service"),
)
_BY_STATUS: Final = {401: "not-signed-in", 403: "forbidden", 404: "no-service", 429: "too-many"}
_ERRORS: Final[dict[str, type[ApiError]]] = {
    "application-key": errors.InvalidApplicationKey,
    "unknown-credential": errors.UnknownCredential,
    "credential-not-valid": errors.CredentialNotValid,
    "signature": errors.InvalidSignature,
    "clock": errors.ClockOff,
    "not-signed-in": errors.NotSignedIn,
    "no-service": errors.NotFound,
    "too-many": errors.RateLimited,
    "forbidden": errors.Forbidden,
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """``cause`` is one of ``rules iam forbidden credential-not-valid unknown-credential
    application-key signature clock not-signed-in no-route no-service too-many allowed unknown``.

    ``verdicts``: what the rules say to the call, one for each method it may have had. ``missing``:
    the smallest rules that help; ``request``: all rules to ask for, since a key's cannot change.
    ``actions``: the IAM actions a policy has to allow.
    """

    cause: str
    sentence: Sentence
    next_step: Sentence = _NOTHING
    path: str = ""
    verdicts: tuple[Verdict, ...] = ()
    missing: tuple[AccessRule, ...] = ()
    request: tuple[AccessRule, ...] = ()
    actions: tuple[str, ...] = ()
    query_id: str = ""


def explain_refusal(
    catalogue: Catalogue, pasted: str, rules: Iterable[AccessRule] | None = None
) -> Explanation:
    """What refused the call in an error text, a log line, or a call by itself.

    ``rules`` are the key's, where it is known. Raises ``RuleError`` for far too much text.
    """
    told = errortext.read(pasted)
    path, methods = _call(catalogue, told)
    chosen = None if rules is None else tuple(rules)
    answers = tuple(verdicts(catalogue, chosen or (), methods, path=path)) if path else ()
    return _Case(catalogue, told, path, answers, chosen).explained()


@dataclass(frozen=True, slots=True)
class _Case:
    """A text, the call in it, and what the key's rules say to the call; ``None``: no key known."""

    catalogue: Catalogue
    told: ErrorText
    path: str
    verdicts: tuple[Verdict, ...]
    rules: tuple[AccessRule, ...] | None

    def explained(self) -> Explanation:
        cause = self._cause()
        if cause == "rules":
            return self._by_rules()
        if cause == "iam":
            return self._by_iam()
        if cause == "no-route":
            return self._without_route()
        if cause == "allowed":
            return self._said(cause, _ALLOWED, _LOOK_ELSEWHERE)
        if error := _ERRORS.get(cause):
            return self._said(cause, error.default, error.remedy)
        return self._said("unknown", _NO_CLUE, _PASTE_MORE)

    def _cause(self) -> str:
        said = next((cause for words, cause in _SAID if self.told.says(words)), "")
        if said in {"iam", "rules"}:
            said = self._who_denies(said)
        cause = said or _BY_STATUS.get(self.told.status, "")
        if cause not in {"rules", "forbidden", ""} or not self.verdicts:
            return cause
        if self.rules is None:
            return cause or "rules"
        if any(not verdict.is_granted for verdict in self.verdicts):
            return "rules"
        return "forbidden" if cause == "forbidden" else "allowed"

    def _who_denies(self, said: str) -> str:
        """The key's rules, or the policies: the details know better than the message (api 2.5)."""
        if self.told.by_credential:
            return "rules"
        return "iam" if self.told.actions else said

    def _by_rules(self) -> Explanation:
        denied = [verdict for verdict in self.verdicts if verdict.missing]
        missing = tuple(verdict.missing for verdict in denied if verdict.missing)
        missing = missing or self._behind_actions()
        if not missing:
            return self._said("rules", _SOME_CALL, _PASTE_MORE)
        sentence = denied[0].sentence if denied else _NOTHING
        if self.rules is None or not denied:
            calls = [say("%(rule)s", rule=shown(str(rule))) for rule in missing]
            sentence = say(_NOT_IN_KEY, calls=listed(calls, most=_MOST_NAMED))
        return self._said(
            "rules",
            sentence,
            errors.NotGranted.remedy,
            missing=missing,
            request=normalise((*(self.rules or ()), *missing)),
        )

    def _behind_actions(self) -> tuple[AccessRule, ...]:
        """Rules for what the named actions are needed for, where no call is told."""
        operations = (
            one for action in self.told.actions for one in operations_of(self.catalogue, action)
        )
        rules = dict.fromkeys(AccessRule(one.method, one.starred) for one in operations)
        return tuple(islice(rules, _MOST_NAMED))

    def _by_iam(self) -> Explanation:
        operations = [verdict.operation for verdict in self.verdicts if verdict.operation]
        needed = (action for operation in operations for action in operation.actions)
        actions = self.told.actions or tuple(dict.fromkeys(needed))
        if actions:
            named = listed([say("%(action)s", action=one) for one in actions], most=_MOST_NAMED)
            step = say(_ADD_ACTIONS, actions=named)
            return self._said("iam", say(_NO_POLICY, actions=named), step, actions=actions)
        if operations:
            return self._said("iam", say(_NO_ACTION, path=shown(self.path)), say(_USE_A_KEY))
        return self._said("iam", say(_SOME_ACTION), _PASTE_MORE)

    def _without_route(self) -> Explanation:
        guess = nearest(self.catalogue, self.path) if self.path else None
        step = say(_CALL_INSTEAD, path=shown(guess.path)) if guess else _LOOK_UP
        return self._said("no-route", say(_NO_ROUTE, path=shown(self.path)), step)

    def _said(
        self,
        cause: str,
        sentence: Sentence,
        next_step: Sentence,
        *,
        missing: tuple[AccessRule, ...] = (),
        request: tuple[AccessRule, ...] = (),
        actions: tuple[str, ...] = (),
    ) -> Explanation:
        return Explanation(
            cause,
            sentence,
            next_step,
            self.path,
            self.verdicts,
            missing,
            request,
            actions,
            self.told.query_id,
        )


_ALLOWED: Final = say(
    gettext_noop("These rules allow the call, so it was refused for another reason.")
)
_LOOK_ELSEWHERE: Final = say(
    gettext_noop(
        "Check that the tool uses this key, that the key is validated and not expired, and that "
        "it may be used from the tool's address."
    )
)
_NO_CLUE: Final = say(gettext_noop("Nothing in this text tells which call was refused, or why."))
_PASTE_MORE: Final = say(
    gettext_noop("Paste the line with the method and the path as well: GET /domain/zone")
)
_SOME_CALL: Final = say(gettext_noop("The key's rules do not allow the call that was made."))
_NOT_IN_KEY: Final = gettext_noop("The key has no rule for the call. It needs %(calls)s.")
_NO_POLICY: Final = gettext_noop("No IAM policy grants %(actions)s to the caller.")
_ADD_ACTIONS: Final = gettext_noop(
    "Add %(actions)s to a policy that names the caller's identity and the resource."
)
_NO_ACTION: Final = gettext_noop("%(path)s has no IAM action, so no policy can allow it.")
_USE_A_KEY: Final = gettext_noop("Call it with a consumer key instead of a service account.")
_SOME_ACTION: Final = gettext_noop("No IAM policy allows the caller to do this.")
_NO_ROUTE: Final = gettext_noop("This endpoint has no route %(path)s.")
_CALL_INSTEAD: Final = gettext_noop("The nearest route is %(path)s.")
_LOOK_UP: Final = say(gettext_noop("Look the route up; names matter, upper and lower case too."))


def _call(catalogue: Catalogue, told: ErrorText) -> tuple[str, tuple[Method, ...]]:
    """The call that failed: the first in the text whose route is known, else the first with a
    method; with every method it may have had where the text has none."""
    calls = [(method, strip_version(path)) for method, path in told.calls]
    known = [call for call in calls if catalogue.at(call[1])]
    with_method = [call for call in (*known, *calls) if call[0]]
    method, path = next(iter(with_method or known), (None, ""))
    if method:
        return path, (method,)
    offered = {operation.method for operation in catalogue.at(path)} if path else set()
    return path, tuple(one for one in Method if one in offered)
