"""Sheets for people: what a question answers, as an accessible page and as a tagged PDF. No value gets here but in an answer."""
