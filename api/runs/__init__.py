"""The runs of one store: those that there are, and those made when they are asked for."""
