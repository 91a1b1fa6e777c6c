"""Theory switches: contested signs are named alternatives, never parameters."""

from typing import Literal

from pydantic import Field

from sim.core.fields import Flag
from sim.core.quantity import Parameters


class Switches(Parameters):
    """Which theory holds where the literature disagrees."""

    deterrence: Literal["debruin", "powell"] = Field(
        "debruin",
        description="Do counterweights deter coup attempts? debruin: no (De Bruin 2018); powell: yes (Powell 2012).",
    )
    coercion: Literal["splits", "binds"] = Field(
        "splits",
        description="Does coercion split allies or bind them? splits: Crawford 2011; binds: Izumikawa 2013.",
    )
    costly_rhetoric: Flag = Field(
        False,
        description="Do words bind? true: acting against one's own words is costly (Fearon 1997).",
    )
    purge_logic: Flag = Field(
        True,
        description="Does a firm hold on power make Cuban security worth less? (Sudduth 2017).",
    )
    contagion: Literal["none", "linear", "threshold"] = Field(
        "linear",
        description="How departed peers count: not at all, in proportion, or beyond a threshold (Granovetter 1978).",
    )
    jet_fuel_limits_seats: Flag = Field(
        False, description="Do seats fall while Cuba has no jet fuel?"
    )
    move_order: Literal["simultaneous", "washington_first"] = Field(
        "simultaneous",
        description="Do all governments choose at once, or do the others see Washington's choice?",
    )
