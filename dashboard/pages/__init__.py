"""What pages show, worked out once: one module a page family.

Values for templates only. Requests are read in ``views``, typed input in ``forms``, changes are
verbs of ``credentials``.
"""
