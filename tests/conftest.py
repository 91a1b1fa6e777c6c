"""What holds for all tests."""

import os

#: A process that a test starts may keep what Python compiles: else each compiles every library anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
