"""What ``manage.py`` does: the commands, and the work of the long ones (worker, demo).

Verbs are not here: a command parses its options and calls one of another package, as a view does.
Commands of the stand-in for OVHcloud are in ``sandbox.management``.
"""
