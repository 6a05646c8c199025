"""What would spoil a training, looked for before its first step: pure functions from what is ready to findings."""
