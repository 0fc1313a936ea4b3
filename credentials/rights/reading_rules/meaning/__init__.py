"""Whether the rules of a text are meant: comments, words that forbid, other hosts, cut paths."""
