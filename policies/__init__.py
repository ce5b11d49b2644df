"""Who may see what: the policy tables, Casbin as their judge, and the compiled form that the API asks."""
