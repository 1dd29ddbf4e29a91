"""Why a command cannot do what it was told, for whoever gave it."""


def in_words(refused: Exception) -> str:
    """Ours are sentences already; what the system says of a file is named after that file, without its number."""
    if isinstance(refused, OSError) and refused.strerror:
        return f"{refused.filename}: {refused.strerror}." if refused.filename else f"{refused.strerror}."
    return str(refused)
