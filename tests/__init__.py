"""The same rooms as the house, with the law by example, journeys through the door, and tests of the house itself."""
