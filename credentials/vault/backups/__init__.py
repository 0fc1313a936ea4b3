"""Backups: every table as JSON lines, on either engine, sealed as it is; and back again.

Secrets are in a backup as the tokens they are in the database: it opens with the master keys, which
are not in it. A manifest names every table with its rows and SHA-256 and carries an HMAC under a
key that takes the master keys to derive. What is restored is compared with it, row for row.
What the rows mean is not known here: that is the other modules of ``vault``.
"""
