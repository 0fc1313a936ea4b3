"""Streams of the log: sent in order to receivers that fail, each entry at least once."""
