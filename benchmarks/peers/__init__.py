"""The other ways to do the same work, each as good as its author could make it."""
