"""Call logs of telephones and of telephone systems."""
