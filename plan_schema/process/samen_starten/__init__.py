"""Samen starten (002:L590-L1109): its states, its transitions, the commands that make them, and whose turn it is."""
