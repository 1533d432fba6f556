"""The embedded database, tried on real servers in folders of their own."""
