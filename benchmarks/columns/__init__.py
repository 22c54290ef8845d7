"""How well columns of files are found, and the training of what finds them."""
