"""Indicators as they are asked for: over GraphQL, as a file, as a page and at the command line. Only counts, never a plan."""
