"""Models that Splink learnt, used as they stand: the same pairs and weights, without Splink.

A partnership that has such a model brings it as a file, and so Erle and Splink can be held against each other like for
like. What is learnt here, and asked at the desk, is the room `matching`'s.
"""
