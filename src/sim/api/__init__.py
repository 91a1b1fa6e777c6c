"""What ``import sim`` gives: scenarios, runs, comparisons and studies, by the functions of the command line."""
