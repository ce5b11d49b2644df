"""The sections of the plan, one module each."""
