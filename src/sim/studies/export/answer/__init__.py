"""The numbers of finished results, question by question, each table small enough to open."""
