"""Real clicks in a real browser, against a server with a sandbox."""
