"""What one change does to the records, the trail that it leaves, and the way back."""
