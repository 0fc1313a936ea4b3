"""Names that documents use in the place of one's own: a blank where no service has such a name, a
remark where one may have it."""

from __future__ import annotations

import pytest

from credentials.rights import read_rules


@pytest.mark.parametrize(
    "path",
    [
        "/sms/sms-xxnnnnn-n/jobs",
        "/sms/sms-XX00000-1/jobs",
        "/sms/sms-xxx11111-1/jobs",
        "/domain/zone/sub.domain.com/record",
        "/domain/zone/yourdomain.tld/record",
        "/vps/vps-nnnnnnn.vps.ovh.net",
        "/vps/vps-00000000.vps.ovh.net",
    ],
)
def test_such_a_name_is_a_blank(path: str) -> None:
    assert len(read_rules(f"GET {path}").blanks) == 1


@pytest.mark.parametrize(
    "name",
    [
        *("mysite.com", "monsite.fr", "company.com", "example.fr", "example.co.uk", "test.com"),
        *("domain.example", "a.example", "foo.invalid", "shop.test"),
    ],
)
def test_a_name_that_may_be_meant_is_said(name: str) -> None:
    (piece,) = read_rules(f"GET /domain/zone/{name}/record").pieces
    assert f"“{name}” is a name of examples" in str(piece.remarks[0])


@pytest.mark.parametrize(
    "path",
    [
        "/sms/sms-ab98765-1/jobs",
        "/domain/zone/exemplary.com/record",
        "/domain/zone/examples.org/record",
        "/vps/vps-1a2b3c4d.vps.ovh.net",
        "/vps/vps123456.ovh.net",
        "/dedicated/server/ns3012345.ip-51-38-10.eu",
    ],
)
def test_other_names_stay(path: str) -> None:
    reading = read_rules(f"GET {path}")
    assert [rule.path for rule in reading.rules] == [path]
    assert [piece.remarks for piece in reading.pieces] == [()]
