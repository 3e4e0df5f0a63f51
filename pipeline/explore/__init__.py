"""`sharedfacts explore`: pages, facets and questions over `facts.sqlite`, by Datasette, on this machine alone."""
