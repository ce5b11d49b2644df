"""The GraphQL interface, derived from plan_schema."""
