"""A text as methods, paths, links, words and signs, each with its place."""
