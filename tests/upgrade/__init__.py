"""Databases that older versions made, and the proof that this one migrates them whole.

A stored fixture is ``version_<number>.json`` with one dump for each engine beside it; the tests
run on every one that is there. ``make_fixture`` says how one is made.
"""
