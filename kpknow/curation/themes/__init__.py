"""The workshop of one theme: its passages on one side, its findings on the other, and what is done with them."""
