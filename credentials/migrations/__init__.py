"""The steps of the database, as Django numbers them; those that were released are never changed.

Triggers of the log are in ``credentials.audit.triggers``. Nothing imports a migration.
"""
