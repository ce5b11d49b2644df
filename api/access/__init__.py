"""From caller and plan to rights: relation, phase and conditions, reduced to the masks that the policy compiled."""
