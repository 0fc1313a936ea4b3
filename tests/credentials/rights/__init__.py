"""Access rules: what they cover, and the texts they are read from."""
