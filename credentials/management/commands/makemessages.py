"""Django's command that collects what is marked for translation, with the marks of ours."""

from __future__ import annotations

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    xgettext_options = [  # noqa: RUF012 -- as Django has it
        *makemessages.Command.xgettext_options,
        "--keyword=ngettext_noop:1,2",
    ]
