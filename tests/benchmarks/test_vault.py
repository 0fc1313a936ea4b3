"""The benchmark of the vault fills a vault that is one, and compares like with like."""

from __future__ import annotations

import json

import pytest

from benchmarks import vault as program
from benchmarks import vault_rows
from credentials import vault
from credentials.audit import SYSTEM
from credentials.models import SecretVersion

Output = pytest.CaptureFixture[str]


def test_each_cipher_is_compared_with_plain_aes(capsys: Output) -> None:
    worst = program._compare(200)
    rows = [line.split() for line in capsys.readouterr().out.splitlines()[3:]]
    assert [row[0] for row in rows] == ["seal", "open", "rewrap"]
    assert max(float(row[3]) for row in rows) == pytest.approx(worst, abs=0.1)


@pytest.mark.django_db
def test_what_is_filled_in_opens(capsys: Output) -> None:
    vault_rows.fill(2, 10)
    vault_rows.fill(2, 30)
    assert SecretVersion.objects.count() == 30
    assert vault.inspect(actor=SYSTEM).faults == 0
    vault_rows.reseal()
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["seconds"] > 0
