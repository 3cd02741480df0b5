"""The district's desk: schools side by side, ledgers in, problems passed up."""
