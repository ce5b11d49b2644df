"""Sheets that people ask for: what stands on them, from a plan as its reader may see it."""
