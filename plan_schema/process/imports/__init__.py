"""Imports: what stands in the files of other systems, and what it comes down to in a plan."""
