"""What holds of protocols, without a database: which version is in force, what a text is made of, what changed."""
