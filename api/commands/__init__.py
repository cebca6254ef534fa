"""One file a family of commands: parse, ask the engine, print.

Heavy imports stand inside the command bodies, so that ``tieline --help`` stays quick.
"""
