"""One file a family of questions: from a run to the plain objects that every face shows."""
