"""The spiders: `feeds` watches sources, `pages` fetches what a person named. Both only ask; the recorder stores."""
