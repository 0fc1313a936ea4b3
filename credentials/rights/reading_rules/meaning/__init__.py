"""Whether the rules of a text are meant: comments, words that forbid, other hosts, cut paths.

What is left here has its reason. Rules that no path can have are the business of ``paths``.
"""
