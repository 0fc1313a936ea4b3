"""What happened and what to do, of causes that no class of errors puts in words for a reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from credentials import core
from credentials.core import Refusal, Sentence, gettext_noop, say
from credentials.rights.refusals.explanation import (
    ALLOWED,
    ANSWERED,
    EMPTY_NAME,
    NOT_REFUSED,
    OTHER_SERVICE,
    SIGNATURE_OR_CLOCK,
    WRONG_REGION,
)
from credentials.rights.refusals.statuses import LOCKED, METHOD_NOT_TAKEN, PAYMENT, PROXY

OF_CAUSES: Final[Mapping[str, tuple[Sentence, Sentence]]] = {
    ALLOWED: (
        say(gettext_noop("These rules allow the call, so it was refused for another reason.")),
        say(
            gettext_noop(
                "Check that the tool uses this key, that the key is validated and not expired, and "
                "that it may be used from the tool's address."
            )
        ),
    ),
    EMPTY_NAME: (
        say(gettext_noop("This is no matter of rights: a name in the path is empty.")),
        say(gettext_noop("Give the tool the name of the zone, project or service that lacks.")),
    ),
    NOT_REFUSED: (
        say(gettext_noop("OVHcloud answered this call: nothing in the text was refused.")),
        say(gettext_noop("Paste the lines after it as well, down to the one with the error.")),
    ),
    SIGNATURE_OR_CLOCK: (
        say(
            gettext_noop(
                "OVHcloud answered 400 to a call that sends nothing but its signature: that or the "
                "time of the call was refused, not a right."
            )
        ),
        say(
            gettext_noop(
                "Copy the application secret again from where it was first shown, and set the "
                "clock where the tool runs (NTP)."
            )
        ),
    ),
    WRONG_REGION: (
        say(gettext_noop("The call went to another region than the one this key is of.")),
        say(gettext_noop("Keys are known in one region alone: set the tool's endpoint to its.")),
    ),
    Refusal.NOT_ALLOWED: (
        say(gettext_noop("The account itself may not do this, whatever the rules of the key.")),
        say(
            gettext_noop(
                "Look at the order, the contract or the state of the service, and sign in as the "
                "contact that may do it. Another key does not help."
            )
        ),
    ),
    Refusal.BAD_REQUEST: (
        say(gettext_noop("OVHcloud let the call through and could not use what was sent with it.")),
        say(gettext_noop("Its message names the parameter. Another key does not help.")),
    ),
    Refusal.CONFLICT: (
        say(gettext_noop("The key was good. The object is in another state than expected.")),
        say(
            gettext_noop(
                "It may exist already, or be busy. Look at it, then run the tool again. Another "
                "key does not help."
            )
        ),
    ),
    Refusal.RESOURCE_EXPIRED: (
        say(gettext_noop("The service has expired: it was not renewed or not paid.")),
        say(gettext_noop("Renew it with the account that owns it. Another key does not help.")),
    ),
    Refusal.SIGNATURE: (
        core.InvalidSignature.default,
        say(
            gettext_noop(
                "Copy the application secret again from where it was first shown. If it is right, "
                "the tool signs another address or body than it sends: a space in the path, "
                "another host. Clock and consumer key are not the matter: OVHcloud says so in "
                "other words."
            )
        ),
    ),
    Refusal.UNKNOWN_CREDENTIAL: (
        core.UnknownCredential.default,
        say(
            gettext_noop(
                "Check that the consumer key was copied whole and was made with this application "
                "key, in this region. Clock and application secret are not the matter."
            )
        ),
    ),
    Refusal.NO_APPLICATION_KEY: (
        say(gettext_noop("The call came without an application key.")),
        say(
            gettext_noop(
                "Have the tool send it in the header X-Ovh-Application: its setting is empty, or "
                "it is read by another name."
            )
        ),
    ),
    Refusal.NOT_SIGNED_IN: (
        say(gettext_noop("No credentials that OVHcloud accepts came with the call.")),
        say(
            gettext_noop(
                "Check that the call is signed with all four headers, or that its token is not "
                "older than an hour, and that the key or client was not deleted at OVHcloud."
            )
        ),
    ),
    PAYMENT: (
        say(gettext_noop("The key was good: OVHcloud wants a payment first.")),
        say(
            gettext_noop(
                "Look at the bills, the credit and the means of payment of the account. Another "
                "key does not help."
            )
        ),
    ),
    METHOD_NOT_TAKEN: (
        say(gettext_noop("The address that was called does not take this method.")),
        say(
            gettext_noop(
                "Check the method, and whether the path belongs to /v1 or /v2. Another key does "
                "not help."
            )
        ),
    ),
    LOCKED: (
        say(gettext_noop("The key was good: the object is busy with another task.")),
        say(gettext_noop("Wait until that task is done, then try again.")),
    ),
    PROXY: (
        say(gettext_noop("A proxy or a filter on the way refused the call, not OVHcloud.")),
        say(
            gettext_noop(
                "Give the tool the proxy's login, or have the API's host let through there. "
                "Another key does not help."
            )
        ),
    ),
    ANSWERED: (
        say(gettext_noop("The call was refused at first, and answered when it was tried again.")),
        say(gettext_noop("No right is missing. Paste what comes after it if the run failed.")),
    ),
    OTHER_SERVICE: (
        say(gettext_noop("This call went to another service than OVHcloud's API.")),
        say(
            gettext_noop(
                "Look at that service's own words: keys of OVHcloud's API do not count there."
            )
        ),
    ),
    Refusal.CLOCK: (
        core.ClockOff.default,
        say(gettext_noop("Set the clock where the tool runs (NTP), then try again.")),
    ),
    Refusal.NOT_FOUND: (
        say(gettext_noop("OVHcloud does not know this object in the account of this key.")),
        say(
            gettext_noop(
                "It may be gone already, or of another account or region. A right that lacks is "
                "refused with 403."
            )
        ),
    ),
}
