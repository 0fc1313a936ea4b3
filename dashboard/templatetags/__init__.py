"""The tags and filters of the templates, in one library: ``console``.

They format values that are finished; nothing here queries or decrypts. Values are worked out in
``pages``, words for stored vocabulary in ``labels``.
"""
