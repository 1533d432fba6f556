"""What the law asks of an authority each year: tables made from the records, each held against the published rules."""
