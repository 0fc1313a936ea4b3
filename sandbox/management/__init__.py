"""Django's folder for the command ``manage.py sandbox``.

Here: starting and stopping the server.
Not here: the options of the command (``sandbox.options``).
"""
