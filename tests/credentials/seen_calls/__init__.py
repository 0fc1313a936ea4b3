"""Calls that were seen: reading logs, how sure it is whose calls they are, rules tried on them."""
