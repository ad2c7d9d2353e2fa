"""Ordinary words within a slip or two of a word that the rules use, which are never taken for a misspelling of it.

The frequent English words, and the FAQ's own, that `Spelling` would otherwise repair. Nothing but words.
"""

from __future__ import annotations

_WORDS = """
abby abel abiding abused abuses abusing access accessed accessing accidental accounted accounting accusing aces
achieved achieving acre acres acted acting acts adapting added adding adds adjusting adopting advancing advise
advised advises advising affair affirmed africans afterlife ageing agnes ahmed aided aiding aids aimed aiming aires
alice alike alleging allen allergies alley allied almond alongside alter altered altering always ambient american
americas among amused amusing anaemic analysed analyses anchored anemic angle angles angus anna antibody antics ants
appealing appearing arches areas arise arises arising armies arse arts ashes aspiring assessed assessing astounding
attach attached attacker attackers attained attracted attracting augmented avoiding awaiting awaken awarding aware
babes backdrop background backgrounds backpack baden baird baked baking bale ballet ballroom banged banging bangs
banking banks banned banning bans bargaining barking barley barn barred barriers barring bars based bases bashing
bass batch bates bats batter battered batting battle battles battling beach beaches bead beads beans bearing
bearings bears beast beasts beating beatles beats becoming bedside beforehand begged beginning bell bella belle
bells belonged belonging beloved bending benny berger berth bets betting bidding biker bikini billions billy bind
binding binds bing birch birthdays biscuit bits bitter bitterness blackburn blake blame blamed blames blaming bland
blank blasting blaze blazing blend blended blending blessings blindness blink bliss bloating block blockade blockers
blocking blocks blogging blogs bloke blond bloom blush boats bobby boeing bolts bonded bonding bonds bones boobs
booker booming booth boots bordering bored boring boris borne bother bothered bothering bothers bought bouncing
bowen bowl bowling bows boxer boxers boyd brackets brad bragging brake brakes braking brand branded branding brands
brass braun breach breached breaches breadth break breakers breaking breathtaking bred breed breeding breeds brewing
brian bride brides bridget briefing bring brings brink broad brock broken broker brokers brook brooke brooks broth
brow browne browsing bruh bruins brunch buckle buckley bucks bulbs bulletin bullied bullies bully bullying bumped
bumps buns burgess buried burner burnt bursting burton burying bush bushes busted busting busy butch butter buyer
cages cain calculate calculated calculating calculation calculations calif called calling calls calming calms camel
cameo camp camping camps campuses candid candles cane cannes capped caps captains captured captures capturing card
cardinals cards careless carer carey carly carr carrie carrier carriers carts carve carved carving cary casey cash
casino cass caste catcher catchy cater catering caves ceiling ceilings cellphone certain chai champ champs chan
changing chanting chapters char charging charities charming chase chased chasing chats chatting cheat cheated
cheating cheats checkpoint cheeky cheer cheered cheering cheers chefs chess chester chew chick chicks childcare
childish chile chili chill chilled chilling chills chin chips choir choke chose christian christians christina
christine christmas chuck churches cigarette cindy circle cited citing claiming clamp clans clapping clare clash
clashes clause clauses clean cleaned cleansing clearer clicking climbing clinging clone clones closer closest closet
cloth clothes clothing clover coach coached coaches coaching coarse coast coasts coatings cocks coded codes coding
coined coins colder collage collagen collected collecting collects collusion coloring colt colts combined combines
combining comeback comedy comet comin commanded commanding commenced commented commenting committee committees
commonly commuter compares compelled compelling compete competed competing compiled compiler completely completion
complexes composed composer composers composing compression compressor comprise comprised comprises comprising
compute computing comrades conceded conclusion conclusions concussion condemned condemning cone cones conferred
confessed confession confessions confined confuse confusing congrats congress consciously constant construct
constructed constructing consultancy consulted consulting consume consumer consumers consuming contact contacted
contacting contacts contained containing contains continual continuity continuous continuum contraction contractor
contractors contradict contrary contrast contrasting contrasts controller controllers conversion conversions
converted converting convince convinced convincing cookbook cooke cooled cooling coping cops cords cores costing
costs cottages couldn counseling countdown counter counters countess counties countless county coupling courageous
court courts cove covert crabs cracking crafting craving crawlies creating creation creations creek crest crews
crippling crook cropped crops crossings crossover crows cruising crust cummings cunning cunt cured cures curry curse
cursed customary customized cute cutter cyclists daddy dairy daisy daly dante dared daring darker darling darts
daunting dazzling deadline deadlines dealing deals dearly debating deeds deemed deeper defeating deficient defining
definitive delaying deliberate delicious dentistry depleted depth depths derive derived derives detecting differing
digging diner ding dining dipped dipping dive divergent diving doctoral doctorate doctrine doesn doin dominating
domination dong doping dotted doubted doug dove downhill download downloads downright downside drafting dragged
drawer drawings drawn dread dreaded dress dressing dried drifting drilling driven driver drivers drone drones drums
drunken drying dunes dunk duration earl earlier earliest eases easiest east easter eater eaton effect embedded
emergence emerging employing enabling encoding enduring engaging enlisted ensuring entered entering entries
essentially eventual ever everybody everytime exam examining exceed exceeded exceeding excellent excess exciting
excluding executing existent exit exited exits expanding expelled expertise exploiting exploring exporting exposing
extended extending extremes facebook facts faded fades fading fairs faked faking falling fallon falls fame famed
fanny fantasies fare fares farming farms farther faster fate feared fearing fears feast feather feathers featuring
fedex feed feeding feeds fees fella fellas fences fetal fewer fidgeting fielding fighter figuring filed files filing
filled filling fills filmmaker filtered filtering finale finalist financed financing findings finer finest finger
finnish fins fired fires firing fist fists fixed fixes fixing flag flagged flame flames flaming flashed flashing
flats flattened flattering flawed flaws fleas fled fleeing fleet fleming flesh flint flipping flirting floating
flood flooded floods flour flower flowering flown floyd flushes flyer flying focusing folded folding folds fond font
fooled fools footballer footballers forced forcing ford fore forex forged forget forgets forgetting forgiving
forgotten forks former forum forums fostering founder framework frayed freaking fred freeing freeze freshwater fried
friendly frogs frontier frontline frost fueled fuels fuller fully fund funded funding funds funky funnier funniest
furnished games gaming gases gates gavin generals genes gettin giles gill giveaway goin gong goodnight goodwill
governed governing grabbing grabs graded grading grain grains grams grand grandchildren granddad grande grant
granted granting grants grass grave graves grazing greed greeting greetings grieving grimm grin grinding grooming
groundwater grouping grown guess guessing gutted hailed hairy halftime halls halted halves hamas hammered handbook
handled handles handling handmade handy hangover hans happier happiest happiness haram harden hardened hardy
harmless harper hart haste hastings haters hatred hats haunting haven hayes header headline healed healing health
healthier hear heard hearing hearings hears heartbreak heartbreaking heartfelt hearty heater heath heavyweight heed
heels heirs hella hello helper helpless helpline herbs herd heresy heroes herpes hides hiding higher highest
highland highlight highschool hillside hired hires hiring historian historians historic hitter hitting hive holden
holder holes holmes homecoming homeless homemade homer homework hopeless hopping hops horseback horsepower hose host
hosted hosting hosts hotel house housed houses housing hovering howe huang hugged hugging hughes hugs hunted hunting
hunts hyped icons ideal ideals ignoring illusion illusions inception inches inclusion incoming incomplete incurred
indicted inducing induction infantry infect infected infectious infested inflated inflation inject injected
injunction injuries injury inning insert inserted insertion insisted insisting inspect inspected inspection
inspections insulted insulting insure insured intended intending intention intentional intentions inter
internationally intro intrusion invasion invented invention inventions inverted invested investing ions irony irving
jealousy jennings joking jumper jumpy keeper keller kicker kilos configs kiss kissed kisses kissing knackered knead
knicks knots knowledge known lads lager lakes lamps landed landing landings lands lanes large later latest latex
latin latina latino latte latter launch launched launches launching laundering layer leader leafs leaked leaks
leaned leaning leaps lease leased leases leasing least ledger leeds leftover legend lending lends lenses lessen
lesser lest lester lever lifelong lifetime lighten lighter lightning lightweight liked likes liking limbs limiting
linen liner liners ling lingering linkedin liquidity listed listing listings lists litter liver loans locating
locked locking locks lodge lodged lodging logged logging logos logs longer longtime lookin loops loose looting lopez
lords loser losers lotus loved loves loving lowe lower lowering lunges lynch lyric lyrical lyrics madden magnesio
makeover maldives males managing mandy manly manned manning manny mans march marched marches marching marked marker
markers marketers marking markings marks mashed mass massager masses massively mastering matcha mater mates math
maths mating mats mattered mayer meanings meant meantime meanwhile medal medals mediation medicare medicinal megan
melodies melted melting melts memorial mens mental mentioning mentions mess messed messing meta metallic mets mighty
miles milky mills mined mines mining mins minus mirapexin misleading missiles missions mistaken mitch mixer mixes
moaning modeling modes moist monkey monkeys monsters mont monte monty monument monuments moore moose moreover morse
moses mosquitoes moss moth mounting mourning murdered murdering muscle muse muted mysteries naked named naming
narrowly nearby nearer neatly needle needy nerds nesting nests nets newer nexus nice ninds nineteen nobel nodes noel
noise noises none notebook nothin noticing notre novelist nurses nursing nutshell occupied occupying occurred
occurring offend offended offending offer offering officer officers official older opener operating operational
operative operatives operator operators opted organise organised organising organism organisms organize organized
organizing otter ounce ounces outer overcome overcoming overdoing overflow overhead overload overlook overlooking
overreact override overseeing oversight overthrow overtime overtired overturned overweight owed owens owing owner
packaged packages packaging packers pages painfully painter painters paintings paired pairing pairs palms pals pans
panthers panties paperback paperwork paralysis parent parental parenting paris parker parking parks parsons part
parted parties parting party partying passenger passions passwords pasta paste patent patented patents path paths
patiently patrol patrols patty paused pauses paved paving paying payments pays peach peaches peaked peanut pearce
pearson peers pence pending perez periodic perks permanently persona personal personnel pertinent pest pests pete
peter petroleum pharmacist photo phrasings picked picking picks piers pies pines ping pinned pint piper pipes piping
piss pisses pissing piston pitch pitched pitchers pitches pitching place placed places placing plain plains planet
planets plank planner plate plated plates played plays pleasing pleasure pleasures plotting pocket pockets poets
pointer pointless poised poker poking poles policies policing polling polls ponds pools poppy pops porch pores ports
possess possessed possesses possessing posted posting posts pouch pound powder powerless practising prayer preceded
preceding preferable prepared preparing pres preschool prescribe prescriber prescribing present presented presenter
presenting presents preserved preserving presiding presumed pretended pretending pretty prevention preventive
priceless prick pride prime prince princes princess print printed printing prints prison prisoner prisons privately
prize prizes processing prof promising promoting prone propelled properties property proposed proposes proposing
props prose provoking published publishes publishing pudding pulling pulls pumped pumping pumps punching punished
punishing puppet purse pursuing putin qualities question questioned questioning quicker quiet quite quitting quoted
quoting rabbi racer racially racks radial raging raid raiders raids raining rains rams rand ranged ranging ranked
ranking rankings ranks raped rapes raping ratings reach reached reaching reactive reactors read readiness reads
reasonable recalled recalling reckless recorded recording recover recovered recovering recovery recycled recycling
reduction reductions reed referred referring reflex reformed refreshing refugees refuse refused refusing regularity
regulars regulated regulating reich rejecting rejection relating relation relations relaxing relied relies relieved
remove removed removes removing rental rentals rented renting rents repealed repeated repeating replying reportedly
reporter reporters repost required requires requiring reset residing resisted resisting resolved resolving resort
resorts respondents response responses restlessness restroom retiring retrieve retrieved reuse revealed revealing
reversed reversing reviewed reviewing richer richest rider riders ridge rise rises rising risky rites rivera
riverside roaming robbed robbing robes roles roller rollins rooted rooting roots rose roses rouge route routes
routing rover rovers rowing rubber ruined ruining ruins ruled ruling runner rushed rushing russ sack sacked sacks
sacred sailed sailing sails sales salts sample sampled sampling sanctioned sanctions sand sands satin sayin scaled
scanning scare scares scars score scored scores scoring scots scouting scrap scrapped scraps scratched scratches
scratching screamed screaming screwing scripted scrolling sealed sealing seals sears seas seasoned secondly
sectional securing seeded seeking seeks seeming seems seize seized selecting selections sell selling sells sending
sends sensational sept sequence sequences sequencing seriously seriousness serve served serves sessions settings
settled settling severely severity sewing sexes shack shade shades shady shaft shake shakes shale sham shameless
shane shape shaped shapes shaping share shared shares sharing sheep sheer shell shells shine shines shipped shipping
ships shirt shirts shoes shook shooter shoppers shore shores shorten shortened shorter shortest shot shots shoulder
shoulders shouldn shout shouted shouting shouts shove shoved showed showing shows shredded shrinking shuffle
shutdown shutter siblings sidewalk sigh sighs sign signaling signed signing simplest simpsons sing sings sinking
sinks sins situations skating sketches skiing skilled skinner skipped slapped slapping slated slaughter slave slaves
sleepless sleepwalking sleepy sliced slick slide slides sliding slight slippers slippery slipping slips slots slower
smack small smash smashed smashing smiley smuggling snack snacks snapping sneak sneaking sniff soaring sock sofia
sole something sooner soothing sort sorting sorts souls sounding spaced spacing spain spanning spans spare spared
speaker speakers spear spears species speed speeding speeds spell spelled spelling spells spending spice spices
spies spilling spins spite splash split splits splitting spoiled spoon sport sporting sports spot spotted spouses
spraying spring spurs spying squared squat squid stack stacked stacks staff staffing stage staged stages staging
stairs stake stakes stale stalking stan standalone standard standpoint star stark starr starred starring start
started starting startling starts state stated states stating statins stats stayed staying stays steak stealing
steel steelers steep stems steph stephens sterling stick stickers sticking sticks stink stint stirling stirring
stitches stock stocked stocking stocks stoke stoked stokes stole store stored stores storing stove strain strained
strains strand stranded strands strangely on_other_faq strangers straw stray stream streamed streaming streams
strengthen strengthened strengthening strike strikes striking string strings stripe stripes stripper striving
stronger strongest stronghold strongly stud studios stunned stunning sturdy succeeded succeeding sucker sucking
sucks suction sued sufferers suing suite suited suites suits summoned supplemental supplier suppliers supporter
supporters supportive suppose supposedly surfaced surfaces surfing surge surgeons surveyed surveyor survival
swearing sweat sweep sweeping sweet sweetest sweetness swept swift swing swinging swings swiss swore sworn syncing
tack tackling tailed takeover tale talented tales talkin tangled tank tanks tape tapes targeted targeting tasked
tasks tasty tate taxed taxes taxing teaching teamed teams tearing tears tease teasing teenage temper tempered
template tempo tempting tended tends tens tenth terribly terrified terrifying terry texas textiles texting texts
thanksgiving thee theme themes therapist therapists there theres thesis thickness thin thinker thinkers thinning
thorough though thread threat threaten threats thrilling thriving tick ticking ticks tide tides tier ties tighten
tighter tiles timeless timeline timer timetable tinder ting tipping tips tissue token tokens tommy tone tones toni
tonnes topic topics torch toss tossed tossing touchdown tough towed tower towers towns toxicity toxins trace traced
traces tracing tracker tract tracy trafficking trail trailing trails trainee trainer trait traits trans trapped
trapping traps tread treasurer treasury treating trend trending trent trick tricked tricks tried tries trolling
trough truck trucks tryin trying tube tubes tucked tuned tuning turbines turks turner turns twain tweeting twisting
twitchier twitchy tying typed types typing undercover undergoing undergone underground underlying undermine
underrated understandable understood undertake undertaken undertaking undertook underwater underway underwent
underworld upset usable users vaginal valuation variation variations vibes vicks viking vince vines visiting
vitamine wager wages waited waiter waits wales walker walkers walled walls walter walters wandered wandering wards
warned warner warns wars washed washing wasnt wasted wastes wasting watching waterfront waterproof watershed watts
waved waves waving weaken weakening weaker wearing wears weaving wedding weddings weekdays weekend weeping weigh
ranking weighing weighs weir welding wellbeing wellness west whale whales wheat wheeled whereas whining whipping
whore whose widening widow widows width willis willy wind winding winds wing winged wings winning wins wired wires
wiring witch witches withdraw withdrawing withdrawn withholding withstand witnessed witnessing wives woes women
womens wondered wong woods woody word wording wore worker workload workshop worms worries worrying worsen worthless
worthwhile worthy wound wounded wounds woven wrestling wright wrist write writes writing writings yearbook yong
younger youre yourself
"""
ORDINARY = frozenset(_WORDS.split())
