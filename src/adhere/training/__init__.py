"""Training: render, pack, log-probabilities, losses, fit."""
