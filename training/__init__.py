"""How the weights of the reader were made; nothing in `helpers` imports this."""
