"""What each command of `reintegratieplan` does."""
