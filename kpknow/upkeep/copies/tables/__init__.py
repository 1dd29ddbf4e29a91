"""What a copy holds, table by table: each after those it refers to, but for those that refer to one another."""

from kpknow.upkeep.copies.table import Table
from kpknow.upkeep.copies.tables.happened import HAPPENED
from kpknow.upkeep.copies.tables.learned import LEARNED
from kpknow.upkeep.copies.tables.words import WORDS

TABLES: tuple[Table, ...] = (*WORDS, *HAPPENED, *LEARNED)
