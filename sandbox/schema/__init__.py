"""The API's description of itself (api 7), and a route for every operation in it.

Here: the table of operations, the index and its sections, routes that nothing implements.
Not here: handlers that do something (``routes``).
"""
