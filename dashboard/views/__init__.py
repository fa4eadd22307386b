"""The pages, a folder for each of those who read them."""
