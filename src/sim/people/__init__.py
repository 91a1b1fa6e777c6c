"""Everything about persons and missions.

A person's life reads in this order: `missions` and `states` say who serves where, `first_morning` puts
everybody at a post of the `roster`, `people` winds their clocks and hears the orders of each day, `kernel`
computes the day, and `lives` tells of one person what happened and when.
"""
