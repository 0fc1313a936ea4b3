"""The fields that a credential is asked for with: ``accessRules`` and ``allowedIPs`` (api 3.1)."""

from __future__ import annotations

from ipaddress import ip_network

from credentials.core import Method
from sandbox import errors
from sandbox.state.records import Rule


def read_rules(sent: object) -> tuple[Rule, ...]:
    """``accessRules`` as sent, kept to the letter. Raises a 400 for what is no list of rules."""
    if not isinstance(sent, list):
        raise errors.bad_field("accessRules", errors.MISSING_FIELD)
    return tuple(_rule(item) for item in sent)


def read_addresses(sent: object) -> tuple[str, ...] | None:
    """``allowedIPs`` as blocks: mask added, host bits cleared, duplicates gone; None for any.

    Raises a 400 for what is no list of addresses or blocks.
    """
    if not sent:
        return None
    if not isinstance(sent, list) or not all(isinstance(block, str) for block in sent):
        raise errors.bad_field("allowedIPs", errors.wrong_type("ipBlock[]"))
    try:
        blocks = [str(ip_network(block, strict=False)) for block in sent]
    except ValueError:
        message = "[allowedIPs] Given data is not valid for type ipBlock"
        raise errors.bad_request(message) from None
    return tuple(dict.fromkeys(blocks))


def _rule(item: object) -> Rule:
    match item:
        case {"method": str(method), "path": str(path)} if method in set(Method) and path:
            return method, path
    raise errors.bad_field("accessRules", errors.wrong_type("auth.AccessRule"))
