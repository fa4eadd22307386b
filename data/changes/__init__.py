"""Changes to the records: one transaction each, the trail that it leaves, and the way back."""
