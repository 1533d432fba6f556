"""The children who are missing as the demo is made: what was done, and what the last shift hands over."""
