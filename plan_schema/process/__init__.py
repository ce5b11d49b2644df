"""The process as pure rules over a plan document: no I/O, no clock, nothing of who may see what."""
