"""The pilot: a folder with a country's decisions (recipe), data, results and ledger."""
