"""What others make, to be measured beside ours in the same run."""
