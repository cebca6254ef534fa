"""What a question may be asked with over HTTP: one frozen class for each shape."""
