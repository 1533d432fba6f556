"""What everything stands on: the law, the database, the ledger, agencies, access and clocks."""
