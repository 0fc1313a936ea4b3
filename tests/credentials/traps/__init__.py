"""Trap keys: what may be one, and what its use raises."""
