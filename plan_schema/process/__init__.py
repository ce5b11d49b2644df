"""The working processes of the reports as pure rules over a plan document and an explicit day: no I/O, no clock, no policy."""
