"""The commands of ``manage.py``, and the worker."""
