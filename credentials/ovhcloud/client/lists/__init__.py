"""Reading whole lists: what can be listed, and the strategies to read it.

Here: pages, batches, single calls, and which of them an endpoint answers. Not here: one call, its
retries and its pace, which are ``client``'s, and how a list is divided, which
``ovhcloud.list_in_batches`` says.
"""
