"""English trigger terms of NegEx and ConText, numbers and text-speak; no word here is itself alarming."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FILLERS = _words(
    "a an the just really very so literally actually honestly basically quite pretty totally absolutely completely "
    "like approximately roughly maybe probably possibly perhaps kinda sorta some even fucking fuckin fking freaking "
    "frigging damn um uh er erm please pls plz lol omg simply truly"
)
"""Words that change nothing: left out of messages and phrases alike."""

ABBREVIATIONS = {
    "dnt": ("do", "not"), "cnt": ("can", "not"), "carnt": ("can", "not"), "cudnt": ("could", "not"),
    "wudnt": ("would", "not"), "wnt": ("want",), "wana": ("want", "to"), "wanting": ("want",), "rn": ("right", "now"),
    "hubby": ("husband",), "hubs": ("husband",), "bf": ("boyfriend",), "gf": ("girlfriend",), "mums": ("mum",),
    "dads": ("dad",), "imma": ("going", "to"), "tryna": ("trying", "to"), "isn": ("is", "not"), "dint": ("did", "not"),
    "w": ("with",), "wo": ("without",), "b4": ("before",), "2day": ("today",), "2nite": ("tonight",),
    "tonite": ("tonight",), "xs": ("too", "many"), "coz": ("because",), "cuz": ("because",), "bc": ("because",),
    "cos": ("because",), "hes": ("he", "is"), "shes": ("she", "is"), "didn": ("did", "not"),
    "nt": ("not",), "lyfe": ("life",), "wid": ("with",), "tmrw": ("tomorrow",),
    "tmr": ("tomorrow",), "tomoz": ("tomorrow",), "2moro": ("tomorrow",), "tmoz": ("tomorrow",),
}  # fmt: skip
"""Text-speak -> the words it stands for."""

NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "dozen": 12, "dozens": 24, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "hundreds": 200,
}  # fmt: skip

UNITS = _words(
    "mg milligram milligrams mcg ug g gram grams ml iu ng percent kg lb lbs minute minutes min mins hour hours hr hrs "
    "day days week weeks wk wks month months mo year years yr yrs yo am pm oclock weekly o degrees miles km euros "
    "dollars pounds people patients women times x"
)
"""A number before one of these counts no tablets."""

NEGATION_SCOPE = 4
"""Words that a negation reaches over; NegEx uses five."""
NEGATIONS = _words("no not never without nor neither none zero denies denied")
TERMINATION = _words(
    "but and because since though although now then except until after while when as if i he she it they we my his "
    "her however yet still is are was am n"
)
"""NegEx's termination terms: the negation before one of these ends there."""
CONTINUATION = frozenset({"or", "nor", "any"})
"""Words that renew a negation's scope: no fever or rash or chest pain."""
INABILITY = frozenset({"can", "could"})
"""Before `not` they state a symptom, not its absence: can not breathe."""
PSEUDO_NEGATION = _words(
    "sure know knowing idea only stop stopping stopped able one believe remember realise realize realised realized "
    "tell let help helping go going get getting improve improving seem look looking well ok okay good right normal "
    "feeling feel care reason doubt joke kidding lying joking exaggerating matter understand respond responding "
    "moving wake waking better long longer more bother thinking think certain clue energy hope point notice noticed "
    "say saying told happy alright again enough"
)
"""A negation before one of these negates no symptom: not sure how many he swallowed, no idea, not feeling well."""

EXPERIENCERS = _words(
    "i me my mine myself we our us he him his himself she her herself husband wife "
    "partner boyfriend girlfriend mum mom mother mam dad father son daughter brother sister gran nan grandma grandpa "
    "grandad granny friend neighbour neighbor uncle aunt colleague roommate flatmate baby toddler this"
)
QUESTION_WORDS = _words("can could does do is are what why how which will would should has did when who where if")
"""First words of a question."""
PRESENT = _words(
    "now today tonight yesterday ago since started happening normal worried worry worrying emergency ambulance help "
    "morning afternoon evening got having"
)
"""Words that make a general question about a person's present: can iron cause chest pain? it started this morning."""
HISTORICAL = frozenset({
    ("in", "past"), ("history", "of"), ("died", "of"), ("died", "from"), ("i", "once"), ("survived", "stroke"),
    ("had", "once"), ("previous", "stroke"), ("family", "history"), ("when", "younger"), ("recovered", "from"),
    ("recovering", "from"), ("recovery", "from"), ("recovery", "after"), ("fear", "of"), ("afraid", "of"),
    ("scared", "of"), ("since", "childhood"), ("since", "school"),
})  # fmt: skip
"""Pairs of words for the past or a fear; `context` has the named times."""
RECENT = _words("now today tonight again yesterday morning afternoon evening still")
RECENT_PAIRS = frozenset(
    (unit, end) for unit in ("hour", "hours", "minute", "minutes", "mins", "min") for end in ("ago", "back", "earlier")
)
"""Words that return a segment to the present: anaemic ten years ago, chest pain today."""
LONG_UNITS = _words("months years yrs ages decades")
"""Before "now" they tell how long, not that it is new: breathless for months now."""
ACUTE = _words("sudden suddenly worse worsening worst new newly started starting spreading")
"""Words that something is new, whatever has lasted for months."""
NEVER = frozenset({"never", "not"})
"""Words that deny a recurrence: never fainted again."""
CONJUNCTIONS = _words("and but so then because plus yet")
CLAUSE_STARTS = EXPERIENCERS | _words("it its they their there now today tonight suddenly is has have thought")
"""A conjunction before one of these starts a new segment: a stroke years ago | and now her face."""
FIRST_PERSON = _words("i me my mine myself we our")
RECURRENCE = _words("again tonight today lately currently relapsed returned worse soon anymore")
IS_BACK = frozenset({("is", "back"), ("are", "back"), ("it", "back"), ("they", "back")})
RECURRENCE_PAIRS = frozenset({
    *((come, "back") for come in ("came", "come", "comes", "coming")),
    *(("now", who) for who in ("i", "it", "they", "he", "she", "is", "are", "am", "my", "want")),
    *(("still", what) for what in ("want", "feel", "think", "have", "get", "do", "hear")),
})  # fmt: skip
"""Signs that the past is not over: `IS_BACK` counts for every rule, the others for rules that are not `present`."""
RESOLVED = _words("well fine ok okay happy happily better good great stable safe over healthy")

CLAUSE_OPENERS = CONJUNCTIONS | _words(
    "i we he she they nobody everything please help sorry thanks if why what who how because"
)
"""Words that open a clause without a punctuation mark: i dont want to go on | i am so tired."""
TAKES_OBJECT = _words("on going up wake face life night bed off take took myself himself herself")
"""Words behind which a clause ends only at its very end: go on (ropinirole), wake up (my wife), life (admin)."""

DETERMINERS = _words("the a an my our his her their your its this that these those every another some one")
PREPOSITIONS = _words(
    "in at on from with without under by near of to for into onto off behind over after before during about like than "
    "inside outside against through between beside next out up down around"
)
CONTINUES = PREPOSITIONS | _words(
    "my our his your alone abroad apart together rough here there early late tired groggy sore refreshed longer well "
    "all too as or not no"
)
"""Words that continue a clause behind any other word: I don't want to live | near a road."""
SUBJECT_LEADS = _words(
    "and but so then because plus yet when if while since as that think hope hoping says say said lol omg ugh haha "
    "today tonight yesterday now also just swear god help until till where though although again"
)
"""Words after which a subject may stand: i think | my phone is dying."""
SUBJECT_STOPS = (
    (EXPERIENCERS | _words("you they who someone somebody kid child children boy girl person man woman people patient"))
    - {"this", "herself", "himself", "myself"}
) | _words("but so then because when if while")
"""Words at which a person or another clause takes over from the thing: my phone died and | i ..."""
THINGS = _words(
    "phone phones iphone laptop computer pc ipad tv telly wifi internet router app apps website site bot server "
    "printer screen keyboard pen charger battery car van truck engine motor motorbike bike scooter bus boiler fridge "
    "freezer machine dishwasher kettle oven toaster hoover vacuum lawnmower mower plant plants plantar tree trees "
    "cactus orchid sourdough dough starter cake bread souffle tent shed roof ceiling wall fence bridge building barn "
    "garage market economy shares stocks business company shop pub club chair table bed sofa couch shelf mattress "
    "pillow duvet curtain curtains jeans trousers jumper shoes boots trainers socks laces tyre tire tyres tap taps "
    "pipe pipes sink candle bulb bulbs budget schedule wallet calendar inbox "
    "game clock watch fitbit speaker headphones headset camera playlist radio drone lamp umbrella zip marriage "
    "dog dogs cat cats puppy kitten hamster horse parrot goldfish fish goat goats rabbit labrador bird hen hens "
    "chicken chickens tortoise pony cow sheep pig ferret bunny hound spaniel terrier pet"
) - {"plantar"}
"""Things and animals that people say are dying, choking or having a stroke."""

PART_STARTS = CONJUNCTIONS | _words("because while when after before as if whilst")
FIRST_PERSON_SUBJECTS = _words("i we you")
PRONOUNS = _words("he she they who")
ADULTS = _words(
    "husband wife partner boyfriend girlfriend fiance mum mom mother mam dad father gran nan nana grandma grandpa "
    "grandad granny grandmother grandfather aunt auntie uncle friend neighbour neighbor colleague doctor gp midwife "
    "nurse pharmacist consultant paediatrician pediatrician specialist woman man lady adult adults people women men"
)
CHILDREN = _words(
    "toddler baby babies infant newborn child children kid kids kiddo son sons daughter daughters grandson "
    "granddaughter grandchild grandchildren grandkids niece nephew boy girl twins twin triplets bub preschooler "
    "stepson stepdaughter godson goddaughter youngest oldest eldest bairn babby bby todler yo old one sis bro"
)
