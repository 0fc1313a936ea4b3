"""Reading accounts and revoking keys, against a sandbox."""
