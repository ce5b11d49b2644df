"""What operators see of the API at work: request lines, metrics and traces. It never holds anything that is about a person."""
