"""The files themselves: what they hold, and who reads them."""
