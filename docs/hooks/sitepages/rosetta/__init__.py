"""How frameworks spell an operation: recipes that are run, and the pages made of them."""
