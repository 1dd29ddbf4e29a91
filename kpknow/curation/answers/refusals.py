"""Why a file of answers does not come in, or cannot be taken back."""


class AnswersRefused(Exception):
    """Nothing was saved. Which of those below says why."""


class BroughtInBefore(AnswersRefused):
    """This file is in already."""


class CellsNotRead(AnswersRefused):
    """Some cells cannot be read, and nobody said to leave them empty."""


class NotAsShown(AnswersRefused):
    """What the file would do is no longer what was shown."""


class NobodyAnswered(AnswersRefused):
    """No row has an answer."""


class MoreThanInvited(AnswersRefused):
    """More people would have answered than the survey says were invited."""


class NewWords(AnswersRefused):
    """A published survey would get questions or answers that nobody has read yet."""


class FindingsRest(AnswersRefused):
    """Findings rest on passages of these answers."""


class NotBroughtIn(AnswersRefused):
    """There is nothing to take back."""
