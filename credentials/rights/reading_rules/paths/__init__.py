"""Paths of a text as rules spell them: their alphabet, blanks to fill in, marks, faults.

Where a path stands in a text is found by ``tokens``; whether it is meant is said by ``meaning``.
"""
