"""Roles, policy and profiles."""
