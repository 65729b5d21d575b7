"""The site, as plain functions that write Markdown: no MkDocs in here, so a move is cheap."""
