"""The tests: a folder a package of the product, a file a subject, and what concerns all of it here.

Modules that do not begin with ``test_`` help tests of several folders.
"""
