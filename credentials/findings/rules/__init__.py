"""One small function for each code, a module for each subject; importing them registers them.

They look at facts and nothing else: no database, no clock but the one they are given. What makes
facts of rows is ``credentials.findings.reading``.
"""
