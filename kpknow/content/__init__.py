"""The floor every record stands on.

Record: anything with a page of its own, a status, a language and a source.
Source: a document a record's facts were taken from.
FormerAddress: a slug a record once had; it redirects for ever.
Figure: a number that never travels without its base.
PartialDate: a date of which only some parts are known (EDTF, ISO 8601-2).
"""
