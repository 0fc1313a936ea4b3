"""Backups: every table as JSON lines, on either engine, sealed as it is; and back again.

Secrets are in a backup as the tokens they are in the database: it opens with the master keys, which
are not in it. A manifest names every table with its rows and SHA-256 and carries an HMAC under a
key that takes the master keys to derive. What is restored is compared with it, row for row.
"""

from credentials.backups.making import back_up
from credentials.backups.manifest import BackupError, Manifest
from credentials.backups.restoring import Restored, restore

__all__ = ["BackupError", "Manifest", "Restored", "back_up", "restore"]
