"""What measures find in the network alike: neighbours, triangles, paths, fixed points."""
