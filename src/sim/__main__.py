"""``python -m sim`` is the same program as the console script ``sim``."""

from sim.cli import main

if __name__ == "__main__":
    main()
