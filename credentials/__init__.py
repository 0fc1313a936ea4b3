"""The domain: OVHcloud credentials, one package a subject; docs/architecture.md has their layers.

No HTML and no request object: what people see and type is ``dashboard``. Modules at the top are
those that the packages share (``signing``) or that start a process (``startup``, ``checks``,
``apps``, and ``chain`` and ``keyring``, which run without settings).
"""
