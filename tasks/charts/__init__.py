"""Pictures of numbers as SVG, drawn on the server (pure): no script, no inline style, readable without colour."""
