"""How likely two people are in touch again: facts of a pair, the model of them, reasons."""
