"""Bulk jobs: many live keys or applications at once."""
