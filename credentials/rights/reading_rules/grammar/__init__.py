"""Which methods and paths belong together, and what may stand between the two.

What a whole table or list says is known from ``notations``; whether it is meant, from ``meaning``.
"""
