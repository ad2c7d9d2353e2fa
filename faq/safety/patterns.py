"""Patterns of English for the context of a clause, over its normalised words without fillers ("a", "the", "just").

Each says why what is told is nobody's present state: long ago, outgrown, resolved, lasting for months, only feared,
denied when asked, or part of a film, a book, the news.
"""

from __future__ import annotations

import re

from faq.safety import cues


def _any(*alternatives: str) -> str:
    return f"(?:{'|'.join(alternatives)})"


_ERA = r"(?:early |late |spring |summer |autumn |winter )?(?:19|20)\d\d(?! (?:mg|mcg|ml|iu|units|steps))"
_YOUNG = r"(?:child|kid|teen|teenager|baby|student|boy|girl|toddler|young|younger|little|small|pregnant with)"
_AGE = _any(*(number for number, value in cues.NUMBERS.items() if value <= 20), r"1?\d")
_GROWN_AGE = _any(r"1[3-9]", r"[2-9]\d", *(number for number, value in cues.NUMBERS.items() if 12 < value < 100))
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|the (?:spring|summer|winter|autumn)|spring|summer|winter|autumn)"
)
_PERSON = _any(*sorted(cues.EXPERIENCERS))
_DATED = _any(
    r"(?:years?|yrs?|months?|decades?|ages) (?:ago|back|earlier)",
    r"last (?:year|summer|winter|spring|autumn|decade)",
    rf"(?:in|until|during|around|before) {_ERA}",
    rf"(?:that|it|this) was (?:in )?(?:{_ERA}|{_MONTH})",
    r"(?:before|until) (?:i|he|she|we) (?:was|were|got|had) (?:ever )?(?:diagnosed|treated|iron|treatment|infusion)",
    r"(?:after|when|before) my (?:\w+ )?(?:child|baby|son|daughter|kids|twins) (?:was|were) born",
    r"(?:in|during|with|after) (?:my |her )(?:first|last|second|previous|third) (?:pregnancy|baby|birth|labour)",
    r"in (?:(?:my |his |her )\d|(?:\d\d)?[5-9])0 ?s",
    r"(?<!is )(?<!are )(?<!was )in (?:fifties|sixties|seventies|eighties|nineties)",
)
_LIFE_STAGE = _any(
    rf"long ago|back in (?:{_ERA}|{_MONTH}|day|days|school)",
    r"(?<!get )(?<!getting )(?<!not )(?<!be )used to|in (?:\w+ )?war|dreamt|dreamed|had nightmare",
    r"in (?:my |his |her |our )?(?:childhood|youth|teens|twenties|thirties|forties)",
    r"as (?:small |young |little )?(?:child|kid|teen|teenager|student|boy|girl|baby|toddler|newborn)",
    r"growing up|back then|years back|(?:few|couple|some|many) (?:of )?years back",
    rf"when (?:my |our )?(?:{_PERSON}) (?:was|were) (?:\w+ )?"
    rf"(?:{_YOUNG}|{_AGE}\b(?! (?:minute|min|hour|mile|metre|step))|at (?:school|uni|college)|in school)",
)
_PAST = rf"\b(?:{_DATED}|{_LIFE_STAGE})\b"
LONG_AGO = re.compile(_PAST)
TIME_ONLY = re.compile(rf"(?:(?:about|around|some|over|many|few|several|couple|of|{_AGE}|\d+) )*{_PAST}")
"""A clause that only names a time belongs to the one before it: "two heart attacks, ten years back"."""
LEFT = re.compile(r"(?:i |we |she )?(?:have )?(?:left|divorced|split|moved out|got out|escaped|broke up)\b")
"""With a time long ago, a clause that puts the one before it behind: "he hit me, I left him ten years ago"."""
OF_A_THING = re.compile(
    r"\b(?:from|got|bought|prescribed|given|expired|opened|started|began|diagnosed|since|kept|left)\b"
    rf"(?: \w+){{0,3}} {_DATED}\b|\b(?:as|so) \w+ as (?:child|kid|baby)\b"
)
"""Times of a thing, not of a person's past: tablets that expired last year, legs that began years ago."""
BY_MONTH = re.compile(rf"\b(?:was|were|had|after)\b.*\bin {_MONTH}\b")

_NOT_AN_AGE = r"(?:\d|weeks|months|am|pm|mg|degrees|miles|percent|hours|mph|bpm)"
AT_AGE = re.compile(rf"\b(?:at|aged|age) (?:age |of )?{_GROWN_AGE}\b(?! {_NOT_AN_AGE})")
AGE_TODAY = re.compile(
    _any(
        rf"\b(?:i|he|she) (?:is |am )?(?:now )?(?:\d\d?|{_any(*cues.NUMBERS)})(?: years old)? now\b",
        r"\bnow (?:i|he|she) (?:is |am )\d\d?\b",
        r"\bnow \d\d$",
        r"^\d\d now\b",
        r"\b(?:i|he|she) (?:is |am )(?:now )?\d\d(?: now)? and (?:well|fine|healthy|happy|ok)\b",
    )
)
"""An age today, which puts an earlier age into the past: "seizures as a baby, he is six now"."""

OVER = re.compile(
    rf"\b(?:lost (?:my |our )?{_PERSON} to|(?:my|our|his|her) late {_PERSON}|one \w+ in my (?:whole )?life)\b"
)
FEARED = re.compile(
    r"\b(?:afraid|scared|worried|worry|fear) (?:that |about )?"
    r"(?:(?:i|he|she|it) (?:will|could|might|would|may) (?:get|become|develop)"
    r"|my \w+ (?:will|could|might|would|may) \w+ (?:during|when|if|next|tomorrow|at))\b"
)
RESOLVED = re.compile(
    r"\b"
    + _any(
        r"turned out|false alarm|sent (?:me |him |her |us )?home|all (?:clear|checked|behind)|nothing happened",
        r"(?:fine|ok|okay|well|good|nothing|never|better|problems|none) (?:again )?since|it passed|recovered|healed",
        r"(?:it|that) was (?:only |just )?"
        r"(?:nothing|heartburn|migraine|reflux|panic|wind|muscle|anxiety|cramp)",
        r"(?:was|were|came out) (?:all )?(?:fine|ok|okay)$",
        r"checked (?:me |him |her )?normal",
        r"(?:got|gets|getting) better (?:after|since|with)|gone since|went away",
    )
    + r"\b"
)
PAST_TENSE = re.compile(
    r"\b(?:was|were|had|went|spent|thought|felt|once|came|rushed|ended up|landed|fainted|collapsed|swallowed|took)\b"
)
LASTING = re.compile(
    r"\b"
    + _any(
        r"for (?:\w+ )?(?:months?|years?|yrs|ages|decades)|for as long as|years of|chronic",
        r"all (?:my|his|her) (?:adult )?life",
        r"(?:since|from) (?:my|his|her) (?:teens|twenties|thirties|forties|childhood|youth|school)",
        r"(?:been|had) (?:it|this|that|like (?:it|this|that)) (?:for|since)",
        r"(?:always|forever) (?:been|had|get|got|has|have)",
        r"for (?:about |over |nearly |almost )?(?:half|most of) (?:of )?(?:year|my life)",
        rf"since (?:before |last |early |late )*(?:christmas|easter|{_MONTH})",
    )
    + r"\b"
)
STANDING_ALONE = re.compile(r"(?:(?:i|it|he|she) )?(?:is |have |has |am )?(?:been|had|same|for|always|known)\b")
"""A clause that says how long the one before it has lasted: "breathless on the stairs, been like it for months"."""
ASKED = re.compile(r"\b(?:asks?|asked|asking) (?:me |us |him |her )?(?:if|about|whether|for)\b")
DENIED = re.compile(
    r"\b(?:said|ticked|answered|replied|put|told (?:him|her|them)) (?:no|never|none|nope)\b"
    r"|\b(?:have|had) (?:neither|none of)\b"
)

_WORK = _any(
    r"films?|movies?|novels?|book(?! club| shop)|series|sitcom|episode|documentary|podcast|thriller|story|cartoon",
    r"opera|tiktok|youtube|video|drama|quiz|manga|anime|memoir|biography|meme|poem|song|school play|murder mystery",
    r"greys anatomy|holby|eastenders|coronation street|hospital show|tv show|netflix|bbc|itv|crossword",
    r"article|news|newspaper|headline|magazine|advert|brochure|forum|facebook|instagram|reddit|blog",
)
_SCREEN = _any(
    r"(?:surgeon|hospital|medical|police|crime|costume) (?:drama|series|show)|(?:that|this|old) western",
    r"(?:season|series) finale|it (?:is|was) (?:only )?dream",
    r"anyone (?:watch|watched|seen) (?:the )?(?:one|episode|film)",
    r"in (?:warzone|fortnite|minecraft|roblox|zelda|call of duty|elden ring)|respawn\w*|boss fight",
)
_COURSE = r"(?:first aid course|safeguarding course|training day|awareness day)"
_TELLS = r"(?:where|about|with|in which|has|said|says|shows|showed|ends)"
_CONSUMED = r"(?:read|reading|saw|seen|watch|watched|watching|wrote|writing|binging)"
FICTION = re.compile(
    _any(
        rf"\b(?:in|from|of|on) (?:(?:a|an|the|old|new|this|that|swedish|french|my|her|his) )*{_WORK}\b",
        rf"\b{_WORK} {_TELLS}\b",
        rf"\b{_WORK} (?:i|we) (?:am |are |was )?(?:read|reading|watching|saw|watched)\b",
        rf"\b(?:i |we )?(?:am |are |was |have )?{_CONSUMED} (?:\w+ ){{0,2}}{_WORK}\b",
        rf"\b(?:i |we )?(?:am |are )?(?:on|at|have|had|did|do|doing) {_COURSE}\b",
        r"\bin (?:video |computer |my )+games?\b",
        r"\b(?:in|of) (?:plot|chapter|storyline)\b",
        rf"\b{_SCREEN}\b",
        r"\b(?:main character|characters?|hero|heroine|protagonist|villain) (?:who|is|has|in|of|dies|takes|gets)\b",
    )
)
OPENS_WORK = re.compile(
    r"(?:i |we )?(?:am |are |was )?(?:read|reading|saw|watch|watched|watching|finished|binging)"
    rf" (?:\w+ ){{0,2}}{_WORK}$"
)
GENERAL = re.compile(
    r"\b"
    + _any(
        r"(?:risks?|causes?|symptoms?|signs?|rates?|prevalence|history|effects?|prevention|definition|meaning) of",
        r"(?:common|rare|known|reported|possible) (?:in|with|for|side|sign|symptom|cause)",
        r"\w+ (?:cause|causes|caused|causing|lead|leads|increase|increases|raise|raises|prevent|prevents) \w+",
        r"\w+ (?:mean|means|mention|mentions|warn|warns) \w+",
        r"(?:side|adverse) effects?|linked (?:to|with)|link (?:between|with|to)|association (?:of|with|between)",
        r"(?:studies|study|research|leaflet|label|warnings?|statistics) (?:say|says|show|shows|about|of)",
        r"difference between|vs|versus|percent of|(?:patients|people) (?:with|on|who)",
    )
    + r"\b"
)
"""Statements and questions in general. A lone "risk" or "symptom" makes nothing general."""
IMAGINED = re.compile(
    r"\b"
    + _any(
        r"(?:can|could|does|do|will|would) (?:\w+ ){1,4}(?:make|give) (?:you|one|people|someone|somebody)",
        r"(?:knows?|ask|asks|asking) (?:me )?(?:if|whether) you (?:have |had )?ever",
        r"hypothetically|imagine (?:\w+ing|if|you)|if (?:i|we) won",
    )
    + r"\b"
)
"""What is only imagined, or asked of everybody, whoever is named in it."""
