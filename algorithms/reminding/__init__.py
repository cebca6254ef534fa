"""What comes next: whom to write to, and which dates are due."""
