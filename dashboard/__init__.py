"""The console and the Django project: HTTP in, HTML out; docs/architecture.md has its layers.

Rules, secrets and calls to OVHcloud are not here: views call one verb of ``credentials``. Modules
at the top are what several page families share; what one family needs is in its module of
``views``, ``forms`` and ``pages``.
"""
