"""Small changes of the code that some test must see: ``make mutants`` runs it, ``__main__`` says how."""
