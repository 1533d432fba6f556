"""What helps people do it better: training, prevention, the library. It never reads records."""
