"""How one call answers one object, several (batch, pages) or a long list by cursors (api 6).

Here: the headers ``X-Ovh-Batch`` and ``X-Pagination-*``, filters, sorting.
Not here: the handlers that return the objects (``routes``).
"""
