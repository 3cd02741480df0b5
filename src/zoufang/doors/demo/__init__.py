"""Demo 演示: a living campaign with invented people. It appears only in a home that it filled itself."""
