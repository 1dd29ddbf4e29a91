from kpknow.packs.models.pack import Pack

__all__ = ["Pack"]
