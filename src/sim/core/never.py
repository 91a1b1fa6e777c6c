"""The day of what did not happen. A file of its own: the compiled day is made again when it changes."""

#: Number of the day of what did not happen in a window.
NEVER = -1
