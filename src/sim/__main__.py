"""``python -m sim`` is the same program as the console script ``sim``."""

import sys

if __name__ == "__main__":
    if not sys.flags.safe_path:
        # Python looks for modules in the current folder first; a `yaml.py` there is none of ours.
        del sys.path[0]
    from sim.cli import main

    main()
