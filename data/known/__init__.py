"""What is known of each client today: worked out once, and kept beside the office until something moves."""
