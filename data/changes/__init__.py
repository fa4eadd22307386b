"""Changes: what one does to the records, the trail that it leaves, and the way back."""
