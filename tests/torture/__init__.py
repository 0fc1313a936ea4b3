"""Kill resealing, backing up and restoring at random moments while Keydesk is being used.

``python -m tests.torture`` (``make torture``) does it fifty times on the engine of DATABASE_URL, or
on SQLite; the ordinary tests do it a few times. After each kill nothing may be lost and nothing
unreadable, and running it again has to finish.
"""
