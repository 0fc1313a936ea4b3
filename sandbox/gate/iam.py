"""IAM: what policies grant to service accounts and local users (api 5.3). Default deny.

The root account is not bound by policies. A ``deny`` in any policy overrides
every ``allow``; an ``except`` restricts its own policy alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from sandbox import errors
from sandbox.call import Call
from sandbox.gate import conditions
from sandbox.gate.managed_groups import MANAGED_GROUPS
from sandbox.state.records import Policy

_NO_ACTION = "none"


def check(call: Call) -> None:
    """The caller's policies grant the action of the route on its resource. Raises a 403."""
    route = call.match.route if call.match else None
    if call.who.is_root or route is None or not route.ruled:
        return
    if call.who.client and "/me/api/" in route.template and not _may_read_keys(call):
        raise errors.denied_by_iam(route.action or _NO_ACTION)
    if route.action == _NO_ACTION or (not route.action and _grants_actionless(call)):
        return
    if not route.action or not is_granted(call, route.action, resource_of(call)):
        raise errors.denied_by_iam(route.action)


def is_granted(call: Call, action: str, resource: str) -> bool:
    """Whether the caller may do ``action`` on the ``resource`` URN."""
    if call.who.is_root:
        return True
    policies = _policies_on(call, resource)
    if any(_any_match(policy.deny, action) for policy in policies):
        return False
    return any(_allows(policy, action) for policy in policies)


def is_concerned(call: Call, resource: str) -> bool:
    """Whether any policy names the caller and the ``resource`` URN."""
    return bool(_policies_on(call, resource))


def resource_of(call: Call) -> str:
    """The URN that a call is about: the account, or the service named in its path."""
    kind, _, parameter = call.match.route.resource.partition(":") if call.match else ("", "", "")
    name = call.params.get(parameter) or (call.who.account if kind == "account" else "")
    return call.world.urn(f"resource:{kind}:{name or '*'}")


def _policies_on(call: Call, resource: str) -> list[Policy]:
    policies = [policy for policy in call.world.policies.values() if _concerns(call, policy)]
    return [policy for policy in policies if _any_match(policy.resources, resource)]


def _concerns(call: Call, policy: Policy) -> bool:
    in_time = policy.expired_at is None or policy.expired_at > call.now
    named = any(identity in policy.identities for identity in call.who.identities)
    return in_time and named and conditions.is_met(policy.conditions, call)


def _allows(policy: Policy, action: str) -> bool:
    if _any_match(policy.excepted, action):
        return False
    groups = (MANAGED_GROUPS.get(urn.rpartition(":")[2], ()) for urn in policy.permissions_groups)
    return _any_match(policy.allow, action) or any(_any_match(group, action) for group in groups)


def _any_match(patterns: Iterable[str], value: str) -> bool:
    return any(fnmatchcase(value, pattern.replace("[", "[[]")) for pattern in patterns)


def _may_read_keys(call: Call) -> bool:
    return call.state.quirks.bearer_reads_keys


def _grants_actionless(call: Call) -> bool:
    return call.state.quirks.without_action == "granted"
