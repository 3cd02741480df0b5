"""Files: checked by content, pictures re-encoded, encrypted at rest, served only after a rights check."""
