"""Where a form's templates run: bounded, with the small HTML vocabulary that they may write."""
