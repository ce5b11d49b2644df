"""Demo data: what the organisations send today, nine written cases, and as many generated plans as somebody wants."""
