"""Tags of the staff door's templates."""
