"""Tools that people use with OVHcloud do their job against the sandbox, with keys Keydesk made."""
