"""What holds for all tests; that it lies here makes the helpers of this folder importable."""

import os

#: A process that a test starts may keep what Python compiles: else each compiles every library anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
