"""Takes up edited content without a restart."""
