"""Endpoints, settings and OVHcloud's description of its API."""
