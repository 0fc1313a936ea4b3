"""Terraform, product by product: a key for each instead of one for all (api 9).

Creating and ending services goes through orders, which cannot be kept to one product: they are a
recipe of their own, for the runs that need it. Display names are one as well. Tools of other fields
are beside this folder, in ``recipes``.
"""
