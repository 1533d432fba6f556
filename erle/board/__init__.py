"""Gold: action plan, indicators, reports to the partnership. Its database role cannot read a record."""
