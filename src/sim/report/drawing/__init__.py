"""How figures look: colours, lettering, the sheet, axes, event markers, and the bytes they become."""
