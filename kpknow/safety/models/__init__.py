from kpknow.safety.models.sending import Sending

__all__ = ["Sending"]
