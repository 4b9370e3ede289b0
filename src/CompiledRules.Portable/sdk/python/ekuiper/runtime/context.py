from ..api import Context

__all__ = ["Context"]
