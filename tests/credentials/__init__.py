"""The domain: a folder a package, and the modules at its top."""
