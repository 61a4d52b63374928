"""What the node of a file says, as values of the model; what does not fit together is a problem."""
