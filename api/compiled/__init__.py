"""Compiled answers: plans go into an answer in one pass, without a resolver for every field; what is answered stays the same."""
