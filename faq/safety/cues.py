"""How English denies, counts, asks in general and speaks of the past: words only, no alarm among them."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FILLERS = _words(
    "a an the just really very so literally actually honestly basically quite pretty totally absolutely completely "
    "like approximately roughly maybe probably possibly perhaps kinda sorta some even fucking fuckin fking freaking "
    "frigging damn um uh er erm please pls plz lol omg simply truly"
)
"""Words that stand between others and change nothing: left out of messages and phrases alike."""

SHORT = {
    "dnt": ("do", "not"), "cnt": ("can", "not"), "carnt": ("can", "not"), "cudnt": ("could", "not"),
    "wudnt": ("would", "not"), "wnt": ("want",), "wana": ("want", "to"), "wanting": ("want",), "rn": ("right", "now"),
    "hubby": ("husband",), "hubs": ("husband",), "bf": ("boyfriend",), "gf": ("girlfriend",), "mums": ("mum",),
    "dads": ("dad",), "imma": ("going", "to"), "tryna": ("trying", "to"), "isn": ("is", "not"), "dint": ("did", "not"),
    "w": ("with",), "wo": ("without",), "b4": ("before",), "2day": ("today",), "2nite": ("tonight",),
    "tonite": ("tonight",), "xs": ("too", "many"), "coz": ("because",), "cuz": ("because",), "bc": ("because",),
    "cos": ("because",), "hes": ("he", "is"), "shes": ("she", "is"), "didn": ("did", "not"),
    "nt": ("not",), "lyfe": ("life",), "wid": ("with",),
}  # fmt: skip
"""Text-speak, opened into the words it stands for."""

NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "dozen": 12, "dozens": 24, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "hundreds": 200,
}  # fmt: skip

MEASURES = _words(
    "mg milligram milligrams mcg ug g gram grams ml iu ng percent kg lb lbs minute minutes min mins hour hours hr hrs "
    "day days week weeks wk wks month months mo year years yr yrs yo am pm oclock weekly o degrees miles km euros "
    "dollars pounds people patients women times x"
)
"""What a number measures when it counts no tablets."""

REACH = 4
"""How many words a negation reaches over."""
NEGATORS = _words("no not never without nor neither none zero denies denied")
BREAKS = _words(
    "but and because since though although now then except until after while when as if i he she it they we my his "
    "her however yet still is are was am n"
)
"""Words that begin something new, which the negation before them does not reach."""
CARRIES = frozenset({"or", "nor", "any"})
"""Words that carry a negation on: no fever or rash or chest pain."""
UNABLE = frozenset({"can", "could"})
"""Before `not` they tell of a symptom, not of its absence: can not breathe."""
STILL = _words(
    "sure know knowing idea only stop stopping stopped able one believe remember realise realize realised realized "
    "tell let help helping go going get getting improve improving seem look looking well ok okay good right normal "
    "feeling feel care reason doubt joke kidding lying joking exaggerating matter understand respond responding "
    "moving wake waking better long longer more bother thinking think certain clue energy hope point notice noticed "
    "say saying told happy alright again enough"
)
"""Words after a negator that keep what follows alive: not sure how many he swallowed, no idea, not feeling well."""

PERSONS = _words(
    "i me my mine myself we our us he him his himself she her herself husband wife "
    "partner boyfriend girlfriend mum mom mother mam dad father son daughter brother sister gran nan grandma grandpa "
    "grandad granny friend neighbour neighbor uncle aunt colleague roommate flatmate baby toddler this"
)
ASKING = _words("can could does do is are what whats why how which will would should has did when who where if")
"""First words of a clause that asks."""
GENERAL = _words(
    "cause causes caused causing symptom symptoms sign signs risk risks common commonly rare study studies research "
    "history rate prevalence linked link links associated association prevent preventing prevention definition mean "
    "means meaning article label labels leaflet warning warnings statistics percent patients people increase "
    "increases lead leads difference between vs versus possible"
)
NOW = _words(
    "now today tonight yesterday ago since started happening normal worried worry worrying emergency ambulance help "
    "morning afternoon evening got having"
)
"""Words that make a general question somebody's present: can iron cause chest pain? it started this morning."""
PAST = frozenset({
    ("in", "past"), ("history", "of"), ("died", "of"), ("died", "from"), ("i", "once"), ("survived", "stroke"),
    ("had", "once"), ("previous", "stroke"), ("family", "history"), ("when", "younger"), ("recovered", "from"),
    ("recovering", "from"), ("recovery", "from"), ("recovery", "after"), ("fear", "of"), ("afraid", "of"),
    ("scared", "of"), ("since", "childhood"), ("since", "birth"), ("since", "school"),
})  # fmt: skip
"""Pairs of words that put what is told into the past, or into a fear; `distance` knows the times that are named."""
TODAY = _words("now today tonight again yesterday hour hours minute minutes mins morning afternoon evening still")
"""Words that bring a stretch of words back to the present: anaemic ten years ago, chest pain today."""
JOINTS = _words("and but so then because plus yet")
STARTS = PERSONS | _words("it its they their there now today tonight suddenly is has have thought")
"""A joint before one of these begins another story: a stroke years ago | and now her face."""
OWN = _words("i me my mine myself we our")
RETURNED = _words("again tonight today lately currently relapsed returned worse soon anymore")
BACK = frozenset({("is", "back"), ("are", "back"), ("it", "back"), ("they", "back")})
RETURNING = frozenset({
    *((come, "back") for come in ("came", "come", "comes", "coming")),
    *(("now", who) for who in ("i", "it", "they", "he", "she", "is", "are", "am", "my", "want")),
    *(("still", what) for what in ("want", "feel", "think", "have", "get", "do", "hear")),
})  # fmt: skip
"""What tells that the past is not over: `BACK` to every rule, the others to the gravest."""
SETTLED = _words("well fine ok okay happy happily better good great stable safe over healthy")
