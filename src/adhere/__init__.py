"""adhere: make language models follow instructions, prove that they do, and keep it so."""
