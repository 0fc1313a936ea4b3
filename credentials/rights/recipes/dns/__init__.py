"""Recipes of tools that write DNS records: certificates, clusters, records as code, addresses.

Tools that do more than that are one folder above, in ``recipes`` (api 9).
"""
