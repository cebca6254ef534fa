"""The engine that joins the other layers, and its faces: command line, HTTP, demo."""
