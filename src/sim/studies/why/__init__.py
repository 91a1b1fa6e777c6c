"""Why a government held its posture on a day of one run."""
