"""What the partnership knows: records, who is who in them, and the patterns they show."""
