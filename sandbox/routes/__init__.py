"""The routes of the API that the sandbox implements, one module for each family of paths.

Here: handlers, and the shapes in which the API writes records.
Not here: authentication (``gate``), the routes that are only described (``schema``).
"""
