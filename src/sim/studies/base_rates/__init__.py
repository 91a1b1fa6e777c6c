"""How often such things happened before, beside what the model says unfitted."""
