"""What a user's own prompts ask of structure and no benchmark has: JSON, patterns, tables, Markdown, tags, lines."""
