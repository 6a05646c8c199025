"""Types that users' own prompts need and no benchmark has: what shows on the surface of a text."""
