"""Silver: children, places and people of concern reviewed together. No operation is run here yet."""
