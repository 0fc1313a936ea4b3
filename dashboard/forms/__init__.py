"""Everything a person can type: one module a page family, and fields that several of them have.

A form cleans and refuses with a sentence. It changes nothing: the view hands what is clean to a
verb of ``credentials``. What pages show goes to ``pages``, filters and sorting of lists are forms.
"""
