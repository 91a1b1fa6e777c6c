"""What the runs answer, frozen; what the world answered; and the score."""
