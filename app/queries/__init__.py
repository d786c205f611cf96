"""What screens and scripts read: plain frozen rows, in pages by key. Nothing here changes anything."""
