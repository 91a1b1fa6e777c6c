"""The page: levers moved in a browser, and the futures that follow; served to this computer alone."""
