"""What Keydesk costs in time, calls and memory, measured: ``python -m benchmarks <name>``."""
