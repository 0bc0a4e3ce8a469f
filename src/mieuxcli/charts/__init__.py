"""Vector charts: pictures drawn for the eye, as SVG that says in words what it shows."""
