"""What every store does alike with a batch, and when it gives its contents."""
