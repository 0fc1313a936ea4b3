"""``make demo``: the console, its worker and a sandbox OVHcloud, on this machine alone."""

from __future__ import annotations

import http.client
import signal
import socket
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from credentials.management.child_processes import ChildError, Children
from credentials.management.demo_people import DemoPerson, demo_people

_HOST = "127.0.0.1"
_GREETING = """\

Keydesk runs as a demo: its people are made up, and its OVHcloud is a sandbox on this machine.

    Console   {console}/
    Sandbox   http://{host}:{sandbox_port}/

    {people}

Ctrl-C stops it and keeps its data in {var}; `make demo-reset` starts over.
"""


class Command(BaseCommand):
    help = "Serve the console with a sandbox OVHcloud and made-up data, until stopped."
    requires_system_checks: list[str] = []  # noqa: RUF012 -- Django's own attribute

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "This is for the demo alone: run `make demo`, or set KEYDESK_DEMO=1."
            )
        _require_free(settings.PORT, "PORT")
        _require_free(settings.SANDBOX_PORT, "SANDBOX_PORT")
        if settings.PORT == settings.SANDBOX_PORT:
            raise CommandError("PORT and SANDBOX_PORT are the same. Give each its own.")
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.default_int_handler)
        try:
            self._serve()
        except ChildError as error:
            raise CommandError(str(error)) from None
        except KeyboardInterrupt:
            self.stdout.write("\nThe demo has stopped.")

    def _serve(self) -> None:
        _prepare()
        with Children() as children:
            _start_sandbox(children)
            call_command("seed_demo")
            _start_console(children)
            self.stdout.write(_start_message(demo_people()))
            self.stdout.flush()
            children.watch()


def _require_free(port: int, name: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror}). Stop what uses it, "
                f"or choose another: make demo {name}={port + 10}"
            ) from None


def _prepare() -> None:
    settings.VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", interactive=False, verbosity=0)


def _start_sandbox(children: Children) -> None:
    state = str(settings.VAR_DIR / "sandbox.json")
    port = str(settings.SANDBOX_PORT)
    children.start("sandbox", "manage.py", "sandbox", "--port", port, "--state", state)
    children.wait_until(lambda: _answers(settings.SANDBOX_PORT, "/1.0/auth/time"), name="sandbox")


def _start_console(children: Children) -> None:
    children.start("worker", "manage.py", "db_worker", "--interval", "0.5", "--verbosity", "0")
    address = ("--bind", f"{_HOST}:{settings.PORT}")
    manner = ("--graceful-timeout", "3", "--log-level", "warning")
    children.start("console", "-m", "gunicorn", *address, *manner)
    children.wait_until(lambda: _answers(settings.PORT, "/healthz"), name="console")


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection(_HOST, port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def _start_message(people: list[DemoPerson]) -> str:
    lines = [f"{person.email:<24}{person.password:<20}{person.role}" for person in people]
    return _GREETING.format(
        host=_HOST,
        console=settings.PUBLIC_URL,
        sandbox_port=settings.SANDBOX_PORT,
        people="\n    ".join(["Sign in as              Password            Role", *lines]),
        var=settings.VAR_DIR,
    )
