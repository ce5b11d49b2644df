"""What a plan is: its fields, their kinds and sources, and how versions of it differ, merge and are checked. Pure."""
