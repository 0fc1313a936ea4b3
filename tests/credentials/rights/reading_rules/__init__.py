"""Texts of every kind are read: their rules, and what is left of them and why."""
