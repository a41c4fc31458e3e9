"""Reports: plain values computed from the one filter, then shown as a page or a file."""
