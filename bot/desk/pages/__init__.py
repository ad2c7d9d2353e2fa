"""The pages, one module each: its routes, and the values that its templates show."""
