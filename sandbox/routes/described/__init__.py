"""Routes that the description knows and no family of their own plays: they are played from models.

Here: whose services they are about, objects of their models, changes that the same route reads.
Not here: what a model is (``schema``), routes with a meaning of their own (the other modules).
"""
