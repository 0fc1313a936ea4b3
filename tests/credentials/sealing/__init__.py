"""Keys, tokens, the chain of the log: none opens with what is not its own."""
