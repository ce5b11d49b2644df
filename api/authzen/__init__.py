"""AuthZEN: partners ask beforehand whether something is allowed, of the policy that decides on GraphQL, in the same way."""
