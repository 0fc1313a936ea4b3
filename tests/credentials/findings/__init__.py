"""The engine of findings, its rules and what is kept of them."""
