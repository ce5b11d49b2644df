"""Webhooks: changes, sent to an address of a system that asked for them; signed, in order per plan, until they arrive."""
