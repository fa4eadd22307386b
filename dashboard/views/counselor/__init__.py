"""The counselor's pages."""
