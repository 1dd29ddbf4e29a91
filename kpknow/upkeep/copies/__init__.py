"""The public site as files: pages that open from a memory card, the records as tables, and the way back into a site.

What is in a copy was read under ``kpknow.content.static_copy``: consent for exports, beside that for pages.
"""
