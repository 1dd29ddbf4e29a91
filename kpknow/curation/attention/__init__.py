"""What waits for somebody: the rules, the filter that lists what each rule finds, and the cards of the first page.

A card and its list ask the same rule of the same rows, so that a card's number is always the number of the list.
"""
