"""The sentences about refusals: what happened and what to do, where no error class says it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from credentials import core
from credentials.core import Sentence, gettext_noop, say
from credentials.rights.catalogue.enumeration import enumerate_phrases
from credentials.rights.glob import STAR
from credentials.rights.rule import AccessRule

PASTE_MORE: Final = say(
    gettext_noop("Paste the line with the method and the path as well: GET /domain/zone")
)
NOTHING_TOLD: Final = say(
    gettext_noop("Nothing in this text tells which call was refused, or why.")
)
NO_REASON: Final = say(gettext_noop("Nothing in this text tells why the call was refused."))
PASTE_THE_REASON: Final = say(
    gettext_noop(
        "Paste what was answered as well: the status, and the words behind the name of the error."
    )
)
PASTE_THE_WHOLE_PATH: Final = gettext_noop(
    "The path of the call is cut short: %(path)s Paste it whole, as the tool's own log has it. No "
    "rule is made of a part."
)
SOME_CALL: Final = say(gettext_noop("The key's rules do not allow the call that was made."))
NOT_IN_KEY: Final = gettext_noop("The key has no rule for the call. It needs %(calls)s.")
MOST_OFTEN: Final = gettext_noop(
    "Most often the key has no rule for it: it needs %(calls)s. Else it may be restricted to other "
    "addresses. Choose the key to know."
)
MOST_OFTEN_SOME_RULE: Final = say(
    gettext_noop(
        "Most often the key has no rule for the call. Paste the line with the method and the path "
        "as well: GET /domain/zone"
    )
)
NO_POLICY: Final = gettext_noop("No IAM policy grants %(actions)s to the caller.")
ADD_ACTIONS: Final = gettext_noop(
    "Add %(actions)s to a policy that names the caller's identity and the resource."
)
NO_ACTION: Final = gettext_noop("%(path)s has no IAM action, so no policy can allow it.")
USE_A_KEY: Final = say(gettext_noop("Call it with a consumer key instead of a service account."))
SOME_ACTION: Final = say(gettext_noop("No IAM policy allows the caller to do this."))
NO_ROUTE: Final = gettext_noop("This endpoint has no route %(path)s.")
NO_METHOD: Final = gettext_noop(
    "This is no matter of rights: the route %(path)s has no %(method)s, so no rule helps."
)
OTHER_METHODS: Final = gettext_noop("It takes %(methods)s: call it with one of them.")
OTHER_METHOD: Final = gettext_noop("It takes %(methods)s alone: call it with that.")
CALL_INSTEAD: Final = gettext_noop("The nearest route is %(path)s.")
LOOK_UP: Final = say(gettext_noop("Look the route up; names matter, upper and lower case too."))
NO_HEADER: Final = say(gettext_noop("The call came without a header of its signature."))
LET_AN_SDK_SIGN: Final = say(gettext_noop("Let an SDK sign it: a signed call has four headers."))
NO_SERVICE: Final = say(gettext_noop("The account of this key has no such service in this region."))
NO_ZONE: Final = gettext_noop("The account of this key has no DNS zone %(zone)s in this region.")
OTHER_ACCOUNT: Final = say(
    gettext_noop("Use a key of the account that has it, with the endpoint of its region.")
)
OR_PARENT: Final = gettext_noop(
    "If it is a name in a zone, have the tool take the zone above: %(parent)s. Else use a key of "
    "the account that has it, with the endpoint of its region."
)
WRONG_ZONE: Final = gettext_noop(
    "This is no matter of rights: the tool took %(zone)s for the zone, and nobody has a zone of "
    "that name."
)
ZONE_BELOW: Final = gettext_noop(
    "The tool took %(zone)s for the zone, and the key's rules are about %(parent)s, the zone above."
)
TAKE_PARENT: Final = gettext_noop(
    "Have the tool take %(parent)s for the zone. Only if %(zone)s is a zone of its own at "
    "OVHcloud, request a key with rules for it."
)
NAME_THE_ZONE: Final = say(
    gettext_noop(
        "The name server that the tool asks did not tell it where the zone begins. Give it a "
        "public resolver such as 1.1.1.1:53, or the name of the zone."
    )
)
DOT: Final = gettext_noop(
    "This is no matter of rights: the tool wrote the zone as %(zone)s with a dot at its end."
)
NO_DOT: Final = gettext_noop("The API takes the name without it: %(zone)s.")
NO_REFUSAL: Final = say(gettext_noop("Nothing in this text says that the call was refused."))
OR_CHECK: Final = say(
    gettext_noop(
        "Paste what was answered as well. Give a key or its rules too, and you are told whether "
        "they allow the call."
    )
)
NO_RULE_NEEDED: Final = gettext_noop("%(call)s needs no rule: every key may call it.")
KEY: Final = say(
    gettext_noop(
        "So the key itself was not accepted. Check that it is validated and not expired, and that "
        "the tool uses it in its region and from an address that it may be used from."
    )
)
OTHERS: Final = gettext_noop(
    "It is not sure that this call ended the run: %(calls)s was refused as well."
)
OTHERS_THAN_IT: Final = gettext_noop(
    "It is not sure that this call ended the run: %(calls)s were refused as well."
)
EARLIER: Final = gettext_noop(
    "This is the last refusal in the text. Before it OVHcloud said “%(message)s”, which is another "
    "cause."
)
CANDIDATES: Final = gettext_noop(
    "The text does not tell which call was answered so: it may have been %(calls)s as well."
)
SAYS: Final = gettext_noop("OVHcloud says: “%(message)s”.")
SAYS_NOT_RIGHTS: Final = say(
    gettext_noop(
        "It does not say that a right is missing, so look at what it names first. Another key may "
        "not help."
    )
)
SAYS_BESIDES: Final = gettext_noop(
    "But OVHcloud says “%(message)s”, which may be the reason, and no rule helps against that."
)
RULES_OF_TEXT: Final = say(
    gettext_noop("The rules that the text names as the key's were taken for its rules.")
)
GOES_ON: Final = say(
    gettext_noop("The text goes on after this refusal, so another failure may have ended the run.")
)
REASON_NOT_TOLD: Final = say(
    gettext_noop("The text does not tell why the call failed: it may be for another reason.")
)
METHOD_NOT_TOLD: Final = say(
    gettext_noop(
        "The text does not tell the method. Paste more of it, or take away those rules that the "
        "tool does not need."
    )
)
_THESE_RULES: Final = say(
    gettext_noop("Rights cannot be changed on an existing key: request one that has these rules.")
)
_NOT_TOLD: Final = gettext_noop("The text does not tell %(names)s: fill in what is meant.")
_WHY_A_STAR: Final = say(
    gettext_noop("A star stands for the id, which is another one the next time.")
)


def step_to(missing: Collection[AccessRule], blanks: Collection[str]) -> Sentence:
    """What to do for a key with these rules; which names are to be filled in, and why there is a
    star, where there is."""
    step = core.NotGranted.remedy if len(missing) == 1 else _THESE_RULES
    if any(STAR in rule.path for rule in missing):
        step = say("%(why)s %(step)s", why=_WHY_A_STAR, step=step)
    if not blanks:
        return step
    names = enumerate_phrases([say("%(name)s", name=f"{{{blank}}}") for blank in blanks], most=6)
    return say("%(why)s %(step)s", why=say(_NOT_TOLD, names=names), step=step)
