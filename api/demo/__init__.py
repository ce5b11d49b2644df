"""Demo data: what the organisations send today, eleven written cases, and as many generated plans as somebody wants."""
