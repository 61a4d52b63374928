"""What every wing needs: problems and their places, text, limits, what is remembered."""
