"""Kinds of questions and simple forecasters, for all who need no more of them than their names."""

from typing import Literal

type Kind = Literal["binary", "quantity", "date"]
type Course = Literal["", "up", "down"]
BASELINES = ("persistence", "base_rate", "trend", "market")
