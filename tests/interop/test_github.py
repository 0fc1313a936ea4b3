"""GitHub's command line seals the exported values for a repository, each under its name."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator

import pytest

from tests.interop.certificate import Certificate
from tests.interop.conftest import Exporter, Job, KeyMaker, Run, by_environment
from tests.interop.detour import GITHUB, Detour
from tests.interop.github import GitHub
from tests.interop.test_exports import RULES
from tests.interop.tools import GH, PHP

#: PHP has what opens such a seal, and the standard library has not.
_OPENED = """
$given = json_decode($argv[1]);
$pair = sodium_crypto_box_keypair_from_secretkey_and_publickey(
  base64_decode($given->key), base64_decode($given->public));
echo json_encode(array_map(
  fn($sealed) => sodium_crypto_box_seal_open(base64_decode($sealed), $pair),
  (array) $given->sealed));
"""


@pytest.fixture
def github(files: Certificate, detour: Detour) -> Iterator[GitHub]:
    made = GitHub(files)
    detour.others[GITHUB] = made.port
    yield made
    made.close()


@pytest.mark.interop
def test_gh_keeps_the_values_as_secrets(
    key_with: KeyMaker, export: Exporter, run: Run, job: Job, files: Certificate, github: GitHub
) -> None:
    keys = key_with(RULES)
    with job(GH, "sealed the secrets of a repository", file="github"):
        script = export(keys.entry, "github")
        own = {"GH_TOKEN": "a token", "GH_REPO": "alice/tool", "SSL_CERT_FILE": files.chain}
        kept = run("/bin/sh", "-e", script, **own)
        assert kept.returncode == 0, kept.stderr
        assert opened(run, github) == by_environment(keys)


def opened(run: Run, github: GitHub) -> dict[str, str]:
    """The secrets as a workflow gets them."""
    key = base64.b64encode(github.key.private_bytes_raw()).decode()
    given = {"key": key, "public": github.public_key, "sealed": github.sealed}
    values: dict[str, str] = json.loads(run(PHP.program, "-r", _OPENED, json.dumps(given)).stdout)
    return values
