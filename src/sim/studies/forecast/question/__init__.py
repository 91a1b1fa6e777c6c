"""What is asked beforehand, in which form, and what a naive answer would be."""
