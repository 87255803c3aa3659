"""People and the branches they belong to."""

from accounts.models.branch import Branch
from accounts.models.user import User

__all__ = ["Branch", "User"]
