"""Paths of a text as rules spell them: their alphabet, blanks to fill in, marks, faults."""
