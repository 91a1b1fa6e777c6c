"""What every shipped scenario comes to, recorded, so that a change of the model shows itself by name."""
