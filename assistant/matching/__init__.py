"""Which support measures apply to one enterprise, condition by condition. Pure: it reads nothing but what it is given.

`match` is the entry; `profile` is what is known of the enterprise, `results` what comes out.
"""

from assistant.matching.match import match
from assistant.matching.profile import Profile
from assistant.matching.results import Match, Matched, State, Verdict

__all__ = ["Match", "Matched", "Profile", "State", "Verdict", "match"]
