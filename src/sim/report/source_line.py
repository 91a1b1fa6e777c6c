"""Where numbers come from, in one line that travels with every page and picture."""

from collections.abc import Mapping

from sim.core.languages import _

SHORT_DIGEST = 12


def program_of(facts: Mapping[str, str]) -> str:
    """The program with the version that `facts` have."""
    program = f"alliance-sim {facts.get('version', '')}".strip()
    return _("Source: {program}").format(program=program)


def source_line(facts: Mapping[str, str], n: int, made_of: str = "") -> str:
    """Program and version, digest of the scenario, seed and number of runs, as far as `facts` has them.

    What is `made_of` something else than runs says how many (``{n} draws``).

    >>> source_line({"version": "0.1.0+3f9a1c07", "scenario digest": "7cfd6328aa", "seed": "9"}, 200)
    'Source: alliance-sim 0.1.0+3f9a1c07 · scenario digest 7cfd6328aa · seed 9 · 200 runs'
    """
    parts = [program_of(facts)]
    if digest := facts.get("scenario digest"):
        parts.append(_("scenario digest {digest}").format(digest=digest[:SHORT_DIGEST]))
    parts += [_("seed {seed}").format(seed=facts["seed"])] if "seed" in facts else []
    return " · ".join([*parts, (made_of or _("{n} runs")).format(n=n)])
