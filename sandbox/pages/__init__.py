"""The pages that people see: sign in, create keys, validate a request (api 1.3).

Here: forms, their answers, the templates and the stylesheet.
Not here: the API; pages change the world by themselves.
"""
