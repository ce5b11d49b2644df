"""How the plan is served: everything that does I/O."""
