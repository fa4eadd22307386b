"""Size limits of a source, as an office's policy has them: on the command line and on the page."""

from core.policy import Policy
from data.forms.sheets import Limits

_MB = 2**20


def on_the_command_line(policy: Policy) -> Limits:
    """What a bundle on the command line may weigh."""
    unpacked = policy.unpacked_mb * _MB
    return Limits(packed=unpacked, text=policy.text_mb * _MB, unpacked=unpacked, ratio=policy.unpacked_ratio)


def on_the_page(policy: Policy) -> Limits:
    """What a file dropped on the page may weigh."""
    most = policy.page_upload_mb * _MB
    return Limits(packed=most, text=most, unpacked=policy.unpacked_mb * _MB, ratio=policy.unpacked_ratio)
