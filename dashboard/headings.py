"""How groups of reasons and the weight of findings are headed, on pages and at the terminal."""

from core import reasons as why
from core.findings import Severity

GROUPS = {
    why.CANNOT_WAIT: "Cannot wait",
    why.WAITING: "Somebody is waiting",
    why.HALTED: "Come to a halt",
    why.LOOK: "Worth a look",
    why.GOOD: "Good to mention",
    why.SEVERAL: "About several people",
}
SEVERITIES = {
    Severity.STOP: "Please check first",
    Severity.WARN: "Worth a look",
    Severity.NUDGE: "A small step",
    Severity.INFO: "Good to know",
    Severity.PRAISE: "Good to mention",
}
