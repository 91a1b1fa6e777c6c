"""What differs between the futures: numbers, endings, persons, and where it comes from."""
