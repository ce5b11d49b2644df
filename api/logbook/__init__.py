"""The three logs: verwerkingen (what was done with whose data), beslissingen (what was decided, and why), audit (by whom)."""
