from __future__ import annotations

import pytest

from credentials.models import Account
from credentials.rights import parse_rules
from dashboard.pages.reached_services import ReachedServices


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ("GET /domain/zone/example.com/record", ["/domain/zone: example.com"]),
        ("GET /domain/zone", []),
        ("GET /domain/zone/*", ["/domain/zone: every one; their names were not read lately"]),
        (
            "GET /*",
            [
                (
                    "/domain/zone, /domain, /cloud/project, /dedicated/server, /vps, /hosting/web, "
                    "/email/domain, /ip, /ipLoadbalancing, /dedicatedCloud: every one; their names "
                    "were not read lately"
                )
            ],
        ),
        ("GET /domain/example.com", ["/domain: example.com"]),
        ("GET /ip/service\nGET /cloud/project/0f3a/instance", ["/cloud/project: 0f3a"]),
        ("GET /me", []),
    ],
)
def test_a_route_is_no_service_of_the_route_before_it(
    account: Account, rules: str, said: list[str]
) -> None:
    assert [str(each) for each in ReachedServices(account).sentences(parse_rules(rules))] == said
