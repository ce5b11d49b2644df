"""Indicators counted in the database: no plan leaves it, only how many there are."""
