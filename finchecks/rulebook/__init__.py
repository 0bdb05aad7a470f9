"""The rules as a book: their examples run, the rules in words, as pages, and a new one begun."""
