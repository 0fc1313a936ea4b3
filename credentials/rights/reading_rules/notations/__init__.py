"""Notations that are read as a whole: tables, lists, descriptions, settings, commands of a shell.

Each gives its rules as one token. A method beside a path is the business of ``grammar``.
"""
