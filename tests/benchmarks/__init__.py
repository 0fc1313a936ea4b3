"""Benchmarks run, briefly, and what they measure is what they say."""
