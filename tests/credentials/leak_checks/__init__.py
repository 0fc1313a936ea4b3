"""Stored secrets against a service that knows what leaked: off, and by a part of a hash."""
