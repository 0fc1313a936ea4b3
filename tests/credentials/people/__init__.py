"""Tests of people's way in."""
