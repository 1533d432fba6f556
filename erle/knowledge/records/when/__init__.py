"""When something happened, as people write it: "last Tuesday about 4pm". Read, never guessed: what is unclear is asked.

A `When` is a moment in London with how exactly it is known; an `Unclear` asks, with the readings there are.
"""
