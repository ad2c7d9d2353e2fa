"""Words of English that name nothing of any field: `content_words` is what a message names besides them.

"How often should I do that" names nothing, so it asks about what was said before; "how often does the bus come" does.
"""

from __future__ import annotations

from faq.text import words

_GRAMMAR = """
a an the this that these those it its itself they them their theirs he him his she her hers i me my mine myself we us
our ours you your yours one ones some any anything anyone anybody something someone somebody everything everyone
everybody nothing nobody none all both each every either neither another other others such same else own
who whom whose which what when where why how whether if because since until till while though although unless than as
at by for from in into of off on onto out over under up down to toward with without within about above after again
against along among around before behind below between during except per through via instead
and or but nor so plus also too either then there here just only even still yet already almost quite rather really
very much more most less least many few several enough lot lots bit little little
be am is are was were been being do does did done doing have has had having can could shall should will would may
might must ought need needs not no yes never ever always often sometimes usually generally actually maybe perhaps
please ok okay well oh um uh hm hmm ah ugh wow omg lol haha btw hey hi hello thanks thank cheers yeah yep nope nah
seriously honestly exactly basically literally
"""
_GENERAL = """
thing things stuff way ways kind kinds sort sorts type types form forms case cases example reason reasons idea point
time times long longer longest day days week weeks month months year years hour hours minute minutes daily weekly once
twice soon sooner later early earlier late first second last next ago
amount number level levels limit maximum minimum high higher highest low lower lowest big bigger small smaller large
good better best bad worse worst right wrong fine safe normal important different difference similar true possible
likely common rare hard easy sure ok useful dangerous risk risks serious harmful worth
use uses used using get gets got getting give gives given take takes taken taking took make makes made making go goes
going gone come comes came put puts keep keeps kept try tries tried trying start starts started starting stop stops
stopped begin happen happens happened work works worked working help helps helped helping last lasts lasted mean means
know knows knew find finds found tell tells told say says said think see sees do want wants like likes choose pick
buy bought check checks checked change changes changed feel feels matter matters count counts depend depends
dose doses dosage brand brands notice noticed recognise recognize
people person men women man woman old age
away back forget forgot raise rid sudden hot cold warm evening morning night afternoon midnight noon bedtime
"""
GENERAL = frozenset(f"{_GRAMMAR} {_GENERAL}".split())


def content_words(message: str) -> tuple[str, ...]:
    """Return the words of a message that name something, in order."""
    return tuple(word for word in words(message) if word not in GENERAL and not word.isdigit())
