"""Instagram: the data one downloads, in its forms from before 2020 to those of today."""
