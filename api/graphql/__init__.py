"""The GraphQL interface, derived from plan_schema. Its names, descriptions and messages are Dutch."""
