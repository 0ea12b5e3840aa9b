"""The Scrapy project: from sources to archived snapshots (`crawl`), and from snapshots to Articles (`pages`)."""
