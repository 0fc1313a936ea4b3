"""Notations that are read as a whole: tables, lists in lines, descriptions, commands of a shell."""
