"""Journeys: the product in a browser, as its workers meet it, with scripts and without."""
