"""One module a page family: gatekeeper, form, one verb of ``credentials``, redirect or partial.

A view could be a management command: whatever decides or writes goes to ``credentials``, what
people type to ``forms``, what a page shows to ``pages``, who may open it to ``gatekeepers``.
"""
