"""A case for asking advice: what kind of situation it is, and nothing that leads to a person (004:L65)."""
