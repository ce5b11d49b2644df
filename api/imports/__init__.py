"""Bringing files of other systems into plans: reading them, working them out record by record, and saying what came of it."""
