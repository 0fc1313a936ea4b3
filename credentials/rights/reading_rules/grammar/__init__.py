"""Which methods and paths belong together, what may stand between them, and what loops run;
which parts of a text are one token each.

What a whole table or list says is known from ``notations``; whether it is meant, from ``meaning``.
"""
