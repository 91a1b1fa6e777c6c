"""One folder a study: *question* (what is asked), *answer* (computed), *told* (figures, tables, page)."""
