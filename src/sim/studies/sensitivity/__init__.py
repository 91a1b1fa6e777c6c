"""What results hinge on."""
