"""The commands of ``manage.py``, one module each: options, one verb, what is printed.

What takes more than a screen stands beside this folder, in ``credentials.management``. Nothing
imports a command.
"""
