"""The commands of ``manage.py`` that the sandbox brings: starting it.

The options are in ``sandbox.options``, the server in ``sandbox.server``. Nothing imports a command.
"""
