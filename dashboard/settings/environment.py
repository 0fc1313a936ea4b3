"""How settings are read from the environment and ``.env``, and in which mode Keydesk runs.

Production is the default and starts only with its secrets given. The demo (``KEYDESK_DEMO=1``)
makes its own secrets under ``var/``, mode 0600, and says that it is a demo.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from credentials import core
from credentials.core import Hidden

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()
env.read_env(BASE_DIR / ".env")

DEMO: bool = env.bool("KEYDESK_DEMO", default=False)
DEBUG: bool = env.bool("DEBUG", default=False)
VAR_DIR = Path(env.str("KEYDESK_VAR", default=str(BASE_DIR / "var")))
SERVED_OVER_TLS: bool = not DEMO
SECRET_FILES: list[Path] = [path for path in [BASE_DIR / ".env"] if path.exists()]

if DEBUG and not DEMO:
    raise ImproperlyConfigured("DEBUG is on. Production does not start with it: unset DEBUG.")


def number(name: str, default: float) -> float:
    """The number that ``name`` is set to, or a refusal that names the variable."""
    try:
        return float(env.str(name, default=str(default)))
    except ValueError:
        raise ImproperlyConfigured(f"{name} is not a number.") from None


def port(name: str, default: int) -> int:
    """The port that ``name`` is set to, or a refusal that names the variable."""
    value = number(name, default)
    if value not in range(1, 65536):
        raise ImproperlyConfigured(f"{name} is not a port: those are 1 to 65535.")
    return int(value)


def word(name: str, default: str, *, among: Sequence[str]) -> str:
    """The word that ``name`` is set to, or a refusal that names the words there are."""
    value: str = env.str(name, default=default).strip()
    if value not in among:
        raise ImproperlyConfigured(f"{name} is not one of: {', '.join(among)}.")
    return value


def given(name: str) -> str:
    """The value of ``name``, or of the file that ``name_FILE`` points to; empty without either."""
    path = env.str(f"{name}_FILE", default="")
    if not path:
        return os.environ.get(name, "").strip()
    SECRET_FILES.append(Path(path))
    try:
        return Path(path).read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE is {path}: {error.strerror}.") from None


def secret(name: str) -> Hidden:
    """A value that production does not start without; the demo makes its own."""
    value = given(name)
    if not value and DEMO:
        value = _demo_secret(name)
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Give it by {name} or {name}_FILE; see .env.example."
        )
    return hidden(value)


def hidden(value: str) -> Hidden:
    """The value as a setting that no repr shows and that is struck out of the logs."""
    core.remember_secret(value)
    return Hidden(value)


def make_var() -> None:
    """The folder ``KEYDESK_VAR``, for its owner alone, where it is not there yet."""
    try:
        VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"KEYDESK_VAR is {VAR_DIR}: {error.strerror}. Make that folder, with mode 0700, for "
            "the user that runs Keydesk."
        ) from None


def _demo_secret(name: str) -> str:
    """A secret kept under ``var/``, made once, readable by its owner alone."""
    path = VAR_DIR / name.lower()
    if not path.exists():
        make_var()
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_text().strip()
