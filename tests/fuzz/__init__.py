"""What only many tries show: ``make fuzz`` runs thousands of each, the ordinary tests a few."""
