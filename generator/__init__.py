"""Port Atlas: facts in YAML become the Markdown pages of a static site."""
