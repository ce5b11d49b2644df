"""Indicators for inspectorate and management: what they are, what one plan adds to them, and what of it may be published."""
