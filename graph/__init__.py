"""What is stored and the stores that keep it: the model, the timeline, snapshots.

Interactions are facts and are kept; ties are functions of time and are computed elsewhere.
This layer imports nothing of ours.
"""
