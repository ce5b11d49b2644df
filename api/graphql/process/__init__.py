"""The questions and changes of the process."""
