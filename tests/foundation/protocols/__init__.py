"""What agencies agreed to do: versions, signatures, days, differences."""
