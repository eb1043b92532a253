"""The pictures of the site: inline SVG drawn from the data, and the path of questions through a case."""
