"""A real MongoDB that is started with the application: one node for use, three nodes for failure tests."""
