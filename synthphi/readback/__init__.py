"""From a file back to text with places, by readers that share no code with the renderers."""
