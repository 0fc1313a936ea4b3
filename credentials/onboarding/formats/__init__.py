"""Credentials as the files and programs that consumers read (api 8): a text with blanks for each.

A credential is of one family: application and consumer key, or OAuth2 client. Every SDK refuses a
mixture, so a format writes one family and clears the other where it can. ``registry`` has them all;
a module is a family of tools. Which values an entry has is read by ``onboarding.exporting``.
"""
