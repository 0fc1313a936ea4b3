"""Kill resealing, backing up and restoring at random moments while Keydesk is being used, and the
asking for keys between request and validation.

``python -m tests.torture`` (``make torture``) does it eighty times on the engine of DATABASE_URL,
or on SQLite; the ordinary tests do it a few times. After each kill nothing may be lost and nothing
unreadable, and running it again has to finish.
"""
