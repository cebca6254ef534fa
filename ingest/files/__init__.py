"""What a user named: unpacked, looked over, picked, read on, or left out with a reason."""
