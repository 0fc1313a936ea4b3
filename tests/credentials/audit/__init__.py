"""The log: what is written, what a change to it looks like, what may be deleted."""
