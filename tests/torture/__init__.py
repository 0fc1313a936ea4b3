"""Kill what changes secrets and live keys at random moments, while Keydesk is being used.

Killed are resealing, backing up and restoring, the asking for keys between request and validation,
and beside acts on live keys and rotations the worker, OVHcloud and the console. Two workers do many
jobs besides. ``python -m tests.torture`` (``make torture``) kills over a hundred times, on the
engine of DATABASE_URL or on SQLite; the ordinary tests do it a few times.
After each kill nothing may be lost and nothing unreadable, and running it again has to finish.
"""
