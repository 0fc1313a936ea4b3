"""OAuth2 clients: create, store, test, delete, against a sandbox."""
