"""How updates come in and answers go out, without loss."""
