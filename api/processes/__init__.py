"""Work in processes of its own, which can be stopped and limited, or waits for its turn."""
