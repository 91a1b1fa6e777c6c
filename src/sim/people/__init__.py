"""Everything about persons and missions: who there is, the compiled day, the first morning."""
