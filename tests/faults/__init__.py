"""Real servers and processes that are killed, stalled and restarted while reminders are on their way.

`make faults` runs all of it; a plain run only the few scenarios without the marker. `FAULTS=all` does the same by hand.
"""
