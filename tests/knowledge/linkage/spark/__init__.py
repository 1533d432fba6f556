"""Matching on Spark: what it is made of, which needs no Spark, and in local mode where it is there."""
