"""How long a run will still take, told from how far it is."""

from ..languages.messages import _

_TOO_EARLY_SECONDS, _TOO_EARLY_SHARE = 2.0, 0.01


def time_left(elapsed: float, share: float) -> str:
    """A sentence for a run that took ``elapsed`` seconds for ``share`` (0-1) of its work; "" where it is too early to
    tell, or over."""
    if elapsed < _TOO_EARLY_SECONDS or not _TOO_EARLY_SHARE < share < 1:
        return ""
    seconds = elapsed * (1 - share) / share
    if seconds < 60:
        return _("less than a minute left")
    if seconds < 5400:
        return _("about {minutes} min left").format(minutes=round(seconds / 60))
    return _("about {hours} h left").format(hours=round(seconds / 3600))
