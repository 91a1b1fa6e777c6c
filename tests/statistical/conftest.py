"""Make the helpers of this folder and the plain twin importable."""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
for folder in (HERE, HERE.parents[1] / "benchmarks"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker, in case the project's configuration does not."""
    config.addinivalue_line("markers", "slow: minutes; not part of the default run")
