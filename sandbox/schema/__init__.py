"""What the API's description says (api 7): operations, models, types, products, regions.

Here: the index and its sections as answers, whether values are of a type, values that are.
Not here: handlers that do something with them (``routes``).
"""
