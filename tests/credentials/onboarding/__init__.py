"""Consent, keys that exist already, and files for tools."""
