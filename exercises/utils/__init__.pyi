"""`autodiff.utils`. (Given code.)"""

from typing import Any as Any
from ..given.compat.did_you_mean import missing_from as missing_from
from ..utils import data as data
