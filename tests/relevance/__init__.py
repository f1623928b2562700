"""A collection of tasks, updates and judged queries, made for measuring relevance."""
