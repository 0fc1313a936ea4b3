"""Notices: who is told of what, the queue, and receivers that fail."""
