"""A text as methods, paths, links, words and signs, each with its place.

Which of them belong together is a matter of ``notations`` and ``grammar``.
"""
