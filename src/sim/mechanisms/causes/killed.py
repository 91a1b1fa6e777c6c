"""Killed: on one day only, in the US strike, among guard and military."""

from sim.mechanisms.causes.base import Cause

CAUSE = Cause(
    "killed", "killed in the strike of 3 January 2026", "personnel:2026-01-03-military-killed"
)
