"""Production refuses to start without its secrets or with debug on; the demo makes its own."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.as_production import environment

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
_NEEDED = ("SECRET_KEY", "KEYDESK_MASTER_KEYS", "ALLOWED_HOSTS", "PUBLIC_URL")
_IMPORT = "from dashboard import settings; print(settings.SECRET_KEY)"


def _start(changes: dict[str, str], *, command: str = _IMPORT) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process of their own; an empty value takes a variable away."""
    given = {name: value for name, value in {**environment(), **changes}.items() if value}
    return subprocess.run(
        [sys.executable, "-c", command],
        cwd=ROOT,
        env=given,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_with_its_four_settings() -> None:
    assert _start({}).returncode == 0


@pytest.mark.parametrize("name", _NEEDED)
def test_production_refuses_to_start_without(name: str) -> None:
    started = _start({name: ""})
    assert started.returncode != 0
    assert f"{name} is not set" in started.stderr


def test_endpoints_of_the_demo_are_added_to_its_sandbox() -> None:
    named = "lab=https://api.example.com/1.0"
    told = _start(
        {"KEYDESK_DEMO": "1", "OVH_EXTRA_ENDPOINTS": named, "SANDBOX_PORT": "8001"},
        command="from dashboard import settings; print(settings.OVH_EXTRA_ENDPOINTS)",
    )
    assert told.stdout.strip() == f"sandbox=http://127.0.0.1:8001/1.0,{named}", told.stderr


def test_production_refuses_to_start_with_debug_on() -> None:
    started = _start({"DEBUG": "1"})
    assert started.returncode != 0
    assert "DEBUG is on" in started.stderr


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("PORT", "eight", "PORT is not a number."),
        ("PORT", "99999", "PORT is not a port"),
        ("OVH_BURST", "twenty", "OVH_BURST is not a number."),
        ("DATABASE_URL", "planted", "DATABASE_URL is not postgres://"),
        ("DATABASE_URL", "mysql://planted@db.example.com/x", "DATABASE_URL is not postgres://"),
        ("OIDC_GROUPS", "ops=Harbour:captain", "OIDC_GROUPS: “ops=Harbour:captain” is not"),
        ("OIDC_ISSUER", "https://id.example.com", "OIDC_ISSUER is set: single sign-on takes"),
        ("PUBLIC_URL", "http://keydesk.example.com", "PUBLIC_URL is not https://host"),
        ("PUBLIC_URL", "https://keydesk.example.com/x?y", "PUBLIC_URL is not https://host"),
        ("PUBLIC_URL", "https://keydesk.example.com/../x", "PUBLIC_URL is not https://host"),
        ("PUBLIC_URL", "keydesk.example.com", "PUBLIC_URL is not https://host"),
        ("ALLOWED_HOSTS", "keydesk.example.com,*", "ALLOWED_HOSTS is *, which is any host"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(name: str, value: str, says: str) -> None:
    started = _start({name: value})
    assert started.returncode != 0
    assert f"ImproperlyConfigured: {says}" in started.stderr
    assert "planted" not in started.stderr


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secret_key"
    file.write_text("from-a-file\n")
    started = _start({"SECRET_KEY": "", "SECRET_KEY_FILE": str(file)})
    assert started.stdout == "from-a-file\n"


@pytest.mark.parametrize(("mode", "is_told"), [(0o600, False), (0o640, False), (0o644, True)])
def test_a_secret_file_that_anybody_may_read_is_told_of(
    tmp_path: Path, mode: int, is_told: bool
) -> None:
    file = tmp_path / "master_keys"
    file.write_text("ab" * 32)
    file.chmod(mode)
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={**environment(), "KEYDESK_MASTER_KEYS": "", "KEYDESK_MASTER_KEYS_FILE": str(file)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ("credentials.W001" in checked.stderr, bool(checked.returncode)) == (is_told, is_told)
    assert "ab" * 32 not in checked.stderr


def test_postgresql_waits_for_no_lock_longer_than_sqlite() -> None:
    show = (
        "from dashboard.settings import DATABASES as d; print(d['default']['OPTIONS']['options'])"
    )
    url = "postgres://keydesk@127.0.0.1/keydesk"
    assert "lock_timeout=20s" in _start({"DATABASE_URL": url}, command=show).stdout
    own = _start({"DATABASE_URL": f"{url}?options=-c%20lock_timeout%3D5s"}, command=show).stdout
    assert own.rstrip().endswith("-c lock_timeout=5s")


def test_a_secret_file_that_is_not_there_is_named() -> None:
    started = _start({"SECRET_KEY": "", "SECRET_KEY_FILE": "/nowhere/key"})
    assert "SECRET_KEY_FILE is /nowhere/key: No such file or directory." in started.stderr


def test_a_refusal_shows_no_other_secret() -> None:
    started = _start({"ALLOWED_HOSTS": "", "SECRET_KEY": "planted-secret-key"})
    assert "planted-secret-key" not in started.stdout + started.stderr


def test_the_deployment_check_has_nothing_to_say() -> None:
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
    assert "no issues (2 silenced)" in checked.stdout  # subdomains in HSTS, which are not ours


def test_hosts_below_this_one_are_bound_to_tls_where_a_setting_says_so() -> None:
    show = (
        "from dashboard import settings as s; "
        "print(s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_HSTS_PRELOAD)"
    )
    assert _start({}, command=show).stdout == "False False\n"
    assert _start({"HSTS_SUBDOMAINS": "1"}, command=show).stdout == "True True\n"


def test_the_demo_makes_secrets_that_its_owner_alone_reads(tmp_path: Path) -> None:
    var = tmp_path / "var"
    demo = {"KEYDESK_DEMO": "1", "KEYDESK_VAR": str(var)}
    missing = dict.fromkeys(_NEEDED, "")
    first, again = _start({**demo, **missing}), _start({**demo, **missing})
    assert first.stdout == again.stdout != ""
    assert _mode(var) == 0o700
    assert {_mode(file) for file in var.iterdir()} == {0o600}


def test_options_of_a_database_url_are_kept() -> None:
    url = "postgres://keydesk:x@db.example.com/keydesk?sslmode=verify-full"
    show = "from dashboard import settings; print(settings.DATABASES['default']['OPTIONS'])"
    assert "'sslmode': 'verify-full'" in _start({"DATABASE_URL": url}, command=show).stdout


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
