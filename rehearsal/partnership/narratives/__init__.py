"""What is written in each agency's words: sober, varied, never blaming a child, never more of harm than is needed."""
