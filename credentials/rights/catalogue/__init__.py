"""What OVHcloud's API offers (api 7), what rules reach of it, and what that means.

All of it is pure and works on a ``Catalogue``: that of the snapshot here, or that of an endpoint,
which ``ovhcloud.catalogue_store`` keeps. Rules by themselves and their texts are in ``rights``.
"""
