"""What a person writes: the schema, the reading of files, and the resolved form."""
