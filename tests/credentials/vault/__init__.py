"""Storing, opening, destroying, backups: what the vault promises."""
