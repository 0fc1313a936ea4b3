"""The reader of keys in a text."""
