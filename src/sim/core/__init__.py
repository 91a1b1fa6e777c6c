"""What every part shares and no part owns: quantities, distributions, errors and the calendar."""
