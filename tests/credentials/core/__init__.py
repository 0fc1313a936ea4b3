"""Sentences, errors, events and redaction."""
