"""How the functions of this folder are compiled."""

from functools import partial

from sim.mechanisms.compiling import kept

# Nothing here allocates, so reference counting is off: counting each array of the roster at each
# access made a day four times as long. Inlining spares copying the roster at each call.
compiled = partial(kept, _nrt=False, error_model="numpy")
inlined = partial(kept, _nrt=False, error_model="numpy", inline="always")
