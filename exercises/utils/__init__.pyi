"""`autodiff.utils`. (Given code.)"""

from typing import Any as Any
from ..utils import data as data
