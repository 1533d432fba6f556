"""Models that Splink learnt."""
