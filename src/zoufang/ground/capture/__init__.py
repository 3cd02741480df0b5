"""Field records: what phones wrote without a line, kept once each, with a receipt; what has to wait for the principal."""
