"""Matching on Spark, for more records than one machine should match: the same pairs and weights as `proposing` gives.

`needs` says what is missing and `settings` what Spark is told, without it; the rest needs the extra `erle[spark]`.
"""
