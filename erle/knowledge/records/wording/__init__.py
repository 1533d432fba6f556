"""Words that blame a child, each with one alternative that looks at those who do harm: suggested, never required.

The child's own words, and whatever else stands between quotation marks, are left as they were said.
"""
