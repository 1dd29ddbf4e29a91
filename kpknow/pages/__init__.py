"""The roof: pages that mix events and stories: home, places, people, tags, sources, about, sitemap, feeds."""
