"""Two people at one form: what each page was made from, who saved meanwhile, and how nobody's words are lost.

Version (what a form showed, as hashes in a signed token) · Note (words beside a field: theirs, and the choice).
"""
