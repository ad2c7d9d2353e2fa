"""Ordinary words within a slip or two of a word that the rules use, which are never taken for a misspelling of it.

The frequent English words, and the FAQ's own, that `Spelling` would otherwise repair. Nothing but words.
"""

from __future__ import annotations

ORDINARY = frozenset(
    """
abolished abused abuses abusing access accessed accessing accidental accounted accounting accusing aces achieved
achieving acres acted acting actresses adapting added adding adjusting admitted admitting adopting advancing advise
advised advises advising affected affecting affection affects africans afterlife against ageing agnes ahmed aided
aiding aimed aiming aires alice alike alleging allen allergies alley allied allowing almond alongside alter altered
altering altogether always ambient american americas among amused amusing anaemia analysed analyses analyzed
anchored anders anemic angle angles angus antibody antics ants anything appalling appealing appeared appearing
applying arches areas arises arising armies aroused arranged arranging arteries ashamed ashes asking aspiring assess
assessed assessing assigned astounding attach attached attacker attackers attained attracted attracting auctions
aviation avoiding awaiting awaken awakening awarding aware babes backdrop background backgrounds backpack baden
baird baked baking ballet banged banging bangs banished banking banks banned banning bans bargaining barking barley
barn barred barriers barring bars based baseline bases bashing bass batch bates bathroom bats batter battered
batting battle battles battling beach beaches bead beads beans bearing bearings bears beast beasts beating beatles
beats becoming bedside beforehand begged begging beginning belief beliefs believed believing bell bella belle bells
belonged belonging belongings beloved belts bender bending benny berth bets betting bidding biker bikini billed
billing billions billy bind binding binds bing birch birthdays biscuit bitches bits bitten bitter bitterness
blackburn blake blame blamed blames blaming bland blank blasted blasting blaze blazing blend blended blending
blessings blindness blink bliss bloating block blockade blockers blocking blocks blogging blogs bloke blond bloom
blurred blush boarding boats bobby boeing boiled boiling bolts bonded bonding bonds bones booked booking booming
boosting booth boots bordering bored boring boris borne bosses bother bothered bothering bothers bought bouncing
bounded bounds bowen bowl bowling bowls bows boxer boxers boyd brackets brad bragging brains brake brakes braking
brand branded branding brands brass breach breached breaches breadth break breakers breaking breathtaking bred breed
breeders breeding breeds brewing bride brides bridget briefing brightness bring brings brink broad brock broken
broker brokers brooke broth brown browning browns browsing bruh brunch buckle buckley bucks bulbs bulletin bullied
bullies bully bullying bumped bumps buns buried burner burnt bursting burton burying bush bushes busted busting
butch butter buyer cables cages cakes calculate calculated calculating calculation calculations calif called calling
calls calming camel cameo camp camping camps campuses cane cannes capped caps captains captured captures capturing
card cardinals cards careless carey carly caroline carr carrie carrier carriers carrot carrots carts carve carved
carving cary casey cash casino cass caste catcher catchy cater catering catherine caves cease ceased ceiling
ceilings cellphone centered chain chained chains champ champs changed changing chanting chapters char charging
charming chase chased chasing chats chatting cheat cheated cheating cheats checkpoint cheeky cheer cheered cheering
cheers chefs chess chester chew chick chickens chicks childcare childish chile chili chill chilled chilling chills
chips choir choke chose chuck churches cigarette circle circuits citations cited citing claiming clamp clans
clapping clare clash clashes clause clauses clean cleaned cleansing clearer clicked clicking climbing clinging
clippers clone clones closer closest closet cloth clothes clothing clowns clusters coach coached coaches coaching
coarse coast coasts coated coating coatings coats coded codes coding coined coins colder collage collected
collecting collects collusion coloring colts combined combines combining comeback comedy comet comin commanded
commanding commenced commented commenting committee committees commonly commuter compares competed competing
compiled completed completing composed composing compression compressor comprise comprised comprises comprising
computing comrades conceded conclusion conclusions concussion condemned condemning condensed cone cones conferred
confessed confession confessions confined confuse confusing congress consciously consensus consulted consulting
consume consumer consumers consuming contained containing contains continent continents continual continuity
continuous continuum controller controllers conversion conversions convince convinced convincing cooked cooled
cooling cooperation coping cops cords cores costing costs cottages couldn counseling countdown counter counters
countess counties countless county coupling courageous court courts covered covering crabs cracked cracking cracks
crafting craving creating creation creations creature creatures creek creeping crest crews crippling cropped crops
crossings crossover crowned crowns crows cruising crust cummings cunning cunt cured curry curse cursed curtain
customary customized cute cutter cyclists daddy dairy daisy daly dante dared daring darker darling darts daunting
dazzling deadline deadlines dealing dealings deals dearly debating deceased deciding dedication deeds deemed deeper
defeating deferred deficient defining delaying deliberate delicious delighted dentistry departed departing depleted
deported depressing depth depths derive derived derives described description descriptions detailing detecting
detention differing diffusion digging diner ding dining dipped dipping dishes distorted distressed dive divergent
divers diverted dividing diving doctoral doctorate doctrine doesn doin dominating domination dong doomed doping
dotted doubted dove downhill downloads downright downside drafting dragged drawer drawings drawn dread dreaded
dreaming dress dressed dresses dressing dried drifting drilling driven driver drivers drone drones drought drums
drunken drying dubbed dumped dumping dunes dunk duration during dwelling dwellings dyed eagles earl earlier earliest
earnings earrings eases easier easiest eater eaton education effect efficiency eldest elections embedded emergence
emerging emotion emotions employing empowering enable enabled enables enabling encoding encouraged encourages
encouraging enduring engaging enjoying enlisted enrolled ensuring entered entering entries envisioned equipped
erection essentially evacuation evenings eventual ever everybody everytime evolution exam examining exciting
excluding executing existent exit exited exits expanding expertise exploiting exploring exported exporting exposing
expressing extended extending extremes facial factions facts faded fades fading failed failing fairs faked faking
falling fallon falls famed fanny fantasies fare fares farmer farmers farming farms farther faster fasting fate
favoured feared fearing fears feather feathers featuring fedex feed feeding feeds fees fella fellas fences fender
fetal fewer fielding fighter figuring filed files filing filled filler filling fills filmed filming films filtered
filtering finale finalist financed financing findings finer finest finger finnish fins fired fires firing fisheries
fishes fishing fist fists fixed fixes fixing fixtures flag flaming flashed flashes flashing flats flattened
flattering flawed flaws fled fleeing fleming flesh flint flipped flipping flirting floating flood flooded floods
flour flower flowering flown floyd flyer flyers flying focusing folded folding folds followed following fond font
fooled fools footballer footballers forced forcing ford fore forex forged forget forgets forgetting forgiving
forgotten forks formed forming forms fostering founder fraction framed framing freaking freaks fred freeze freezing
freshwater fridge fried friendly frightened frightening fringe frogs frontier frontline frost fucked fueled fuels
fuller fully fund funded funding funds funky funnier funniest furnished gained gaining gambling games gaming
gardening gases gates gather gathered gathering gatherings gavin geared gearing gender generals genes gettin gifted
giles giveaway glowing goals gods goin gong goodnight goodwill governed governing grabbing grabs graded grading
grain grains grams grand grandchildren grande grant granted granting grants grass grave graves grazing greed
greeting greetings grieving grin grinding grooming groundwater grouping groves grown guarding guess guessing gutted
hacked hacking hailed hairy halftime halls halted halves hamas hammered handled handles handling handy hangover hans
happened happening happier happiest haram harassed harassing harden hardened harder hardy hart harvested harvesting
haste hastings haters hatred hats haunted haunting haven hayes header headline headlines healed healing hear heard
hearing hearings hears heartburn heartfelt hearty heater heath heather heavyweight heed heels height heightened
heights heirs hella hello helper helpline herbs herd heresy heroes herpes hides hiding higher highest highland
highlight highschool hillside hired hires hiring historian historians historic hitter hitting hive holden holder
holdings holes holmes homecoming homer homework hooked hopping hops horrible horseback horsepower hose hosted
hosting hosts hotel house housed houses housing hovering howe huang hugged hugging hughes hugs hunted hunting hunts
hyped icons ideal ideals ignoring illusion illusions implying imported importing impressed improperly inception
inches incident incidentally incidents inclusion incoming incurred indication indications indicted inducing
induction infantry infect infected infectious infested inflated inflation inject injected injunction injuries injury
inning insert inserted insertion insisted insisting inspect inspected inspection inspections insulted insulting
insure insured intended intending intention intentional intentions inter internationally intro intrusion invasion
invented invention inventions inverted invested investing ions iphones irony irving isolation iteration jacket
jackets jailed jennings joints joking jumper jumpy katherine keeper keller kettle kicker kinds kiss kissed kisses
kissing knicks knights knitting knives knots knowledge known lacked lacking ladder lads lakers lakes lamps landed
landing landings lands lanes large lashes later latest latex latin latina latino latter launch launched launches
launching laundering layer leader leafs leaked leaks leaned leaning leaps learners learning lease leased leases
leasing least leather lectures ledger leeds leftover legend lender lenders lending lends lenses less lester lever
lifelong lifetime lighten lighter lightning lightweight liked likes liking limbs limiting linen liner liners ling
lingering linkedin liquidity listed listened listening listing listings lists litter liver load loaded loading loans
lobbying locating location locations locked locking locks lodge lodged lodging logged logging logs longer longtime
look looked lookin loops loose looting lopez lords loser losers lotion lotus loved loves loving lowe lower lowered
lowering lowers lumber lynch lyric lyrical lyrics machines mailed mailing makeover maldives males managing mandy
manly manned manning manny mans mapped mapping marching mariners marked marker markers marketers marking markings
marks married marrying mashed mass massager masses massively mastered mastering matched matches matching mater mates
mating mats matter mattered matters mayer meaning meanings means meant measured measures measuring medal medals
mediation medicare medicinal meditation melodies melted melting melts memorial mens mentioning mentions mess messed
messing metal metals mets mexicans mighty miles milky miller mills mined mines mining mins minus misleading missiles
missions mistaken mister mixer mixes moaning modeling modelling moderation modes monkey monkeys monsters mont monte
monty monument monuments moore moose moreover morse moses mosquitoes moss moth mounted mounting mounts mourning
movie movies murdered murdering muse mutations muted mysteries naked named naming narrowed nearby nearing neatly
needle needy nerds nesting nests nets newer nexus nice ninds nineteen nodded nodes noise noises none noodle noodles
notation nothin noticing notion notions notre nurses nursing nutshell objection objections obsessed occupied
occupying occurred occurring offend offended offending offenses offer offering offerings officer officers official
older omitted opener operating operational operative operatives operator operators oppressed opted ordering organise
organised organising organism organisms organize organized organizing oriented otter ounce ounces outer outraged
overcome overcoming overflow overhead overlooking override overseeing oversight overthrow overtime overtired
overturned overweight owed owens owing owner packaged packages packaging packers paddle pages painfully painter
painters paintings paired pairing pairs palms pals pans panthers panties paperback paperwork paralysis parenting
paris parker parking parks parsons part parted particle particles parties parting party partying passenger passions
passive passwords pasta paste patent patented patents path paths patiently patrol patrols patterns patty paused
pauses paved pavement paving paying payments pays peach peaches peaked peanut pearce pearson peers pence pending
perez periodic perks permanently persona personal personnel pertinent pests pete peter petroleum pharmacist photo
picked picking picks pieces piers pies pines ping pinned pint piper pipes piping piss pisses pissing pitch pitched
pitchers pitches pitching place placed placement places placing plain plains planet planets plank planner plantation
plantations plate plated plates played plays pleaded pleading pleasing pleasure pleasures pledged pledges plight
plotting plunged pocket pockets poets pointer pointless poised poker poking poles policies policing polling polls
pollution ponds pools poppy pops porch pores ports possess possessed possesses possessing possible posted posting
posts potter pouch pounding pounds powder practising prayer preached preaching preceded preceding preferable
prenatal prepared preparing pres preschool prescribe prescriber prescribing present presented presenter presenting
presents preserved preserving presiding presumed pretended pretending pretty prevention preventive prick pride prime
prince princes princess print printed printing prints prison prisoner prisons privately prize prizes processing
promising prone propelled properties property proposed proposes proposing props prose proved proves providing
proving published publishes publishing pudding pulled pulling pulls pumped pumping pumps punched punches punching
punished punishing puppet purse pursuing putin question questioned questioning quicker quiet quite quitting quoted
quoting rabbi raced races racially radial raging raiders raids raining rains rand ranged ranging ranked ranking
rankings ranks raped rapes raping rarely ratings reach reached reaches reaching reactive reactors read readiness
reading reads reasonable reassuring rebuilding recalled recalling recess recorded recording recover recovered
recovering recovery recycled recycling reduction reductions reed referred referring refers reformed refreshing
refugees refuse refused refusing regretted regulars regulated regulating reich reigning rejecting rejection relating
relation relations relied relies relieved religious remaining reminded reminding remnants remove removed removes
removing render rendered rendering rental rentals rented renting rents repealed repeated repeating replying
reportedly reporter reporters repost required requires requiring reset reside resides residing resisted resisting
resolution resolutions resolved resolving resort resorts respecting respondents response responses responsive
restless restroom retention retiring retrieve retrieved reuse revealed revealing reversed reversing reviewed
reviewing richer richest rider riders ridge rigged rigging ringing ripped ripping rise rises rising risky rites
rivera riverside roaming robbed robbing robes roles roller rollins rooted rooting roots rose roses rotating rotation
rotten rouge rounded rounding rounds route routes routing rover rovers rowing rubber rugged ruined ruining ruins
ruled ruling runner rushed rushing russ sack sacked sacks sacred sailed sailing sails saints sales salts sample
sampled sampling sanctioned sanctions sand sands satin save saves sayin scaled scanned scanning scare scares scars
scattered scattering score scored scores scoring scouting scrap scrapped scraps scratched scratches scratching
screamed screaming screwing scripted scrolling sealed sealing sears season seasoned seasons seated seating seats
secondly sectional securing seeded seeking seeks seeming seems seize seized selecting selections sell selling sells
sending sends sensational sept seriously seriousness sessions setting settings settle settled settles settling
severely severity sewing sexes shack shade shades shady shaft shake shakes shale sham shameless shane shape shaped
shapes shaping share shared shares sharing shattered shave shaved sheep sheer shelf shell shells shine shines
shipped shipping ships shirt shirts shoes shook shooter shoppers shore shores shorten shorter shortest shot shots
shoulder shoulders shout shouted shouting shouts shoved showed showing shows shredded shrinking shutdown shutter
siblings sidewalk sigh sighs sign signaling signalling signed signing silently simplest simpsons sing singers sings
sinking sinks sinner sinners sins situations skating sketches skiing skilled skinner skipped skipping slapped
slapping slated slaughter slaughtered sleeper sleepwalking sleepy sliced slick slide slides sliding slight slippers
slippery slipping slips sloppy slots slower smack small smash smashed smashing smiley smuggling snack snacks
snapping sneak sneaking sniff soaring sobbing sock sofia softball sole something songs sooner soothing sort sorted
sorting sorts sounded sounding sounds spaced spacing spain spanning spans spared sparked speaker speakers spear
spears species speed speeding speeds spell spelled spelling spells spending spice spices spies spilling spins spite
splash split splits splitting spoiled spoon sport sporting sports spots spotted sprayed spraying spreading spring
spurs spying squared squat squid stables stack stacked stacks staff staffing staged staging stainless stairs
stalking stan standalone standard standpoint star stare stared stark starr starred starring start started starting
startling starts stated stating statins stats stayed staying stays steak stealing steel steep stems steph stephens
sterling stick stickers sticking sticks stink stint stirling stirring stitches stock stocked stocking stockings
stocks stoke stoked stokes stole stoned store stored stores storing strain strained strains strand stranded strands
strangely stranger strangers straw stray stream streamed streaming streams strengthen strengthened strengthening
strike strikes striking string strings stripe stripes stripper striving stronger strongest stronghold strongly
struggle struggled stud studios stunned stunning sturdy subconscious succeeded succeeding sucker sucking sucks
suction sued suing suite suited suites suits summed summoned supplemental supplier suppliers supporter supporters
supportive suppose supposedly surfaced surfaces surfing surge surgeons surveyed surveyor survival sutton swearing
sweat sweating sweep sweeping sweet sweets swept swift swing swinging swings swiss switch switched switches
switching swore sworn symbolism tack tackling tagged tagging tailed tainted takeover tale talented tales talkin
tangled tanks tape tapes targeted targeting tasked tasks tasty tate taught taxation taxed taxes taxing teachers
teaches teaching teachings teamed teams tearing tears tease teasing teenage telling temper tempered template tempo
tempting tended tends tens tenth terribly terrified terrifying terry texas texted textiles texting texts thames
thank thanked thanking thanks thee theme themes therapist therapists there theres thesis thickness thin thinker
thinkers thorough though thread threat threaten threats thrilling thriving tick ticking ticks tides ties tighten
tighter tiles timeline timer timetable tinder ting tipping tips token tokens tommy tone tones tonic tonnes topic
topics torch toss tossed tossing touchdown tough toured touring towed tower towers towns toxicity toxins trace
traced traces tracing tracker tract traction tracy trafficking trail trailing trails trainee trainer trait traits
trans trapped trapping traps tread treason treasurer treasury treaties treating trend trending trent trick tricked
tricks tried tries triggered triggering triggers trolling troops trough truck trucks trunks trusting truthful tryin
trying tube tubes tucked tuned tuning turbines turks turner turns twain tweeting twenties twisting twitchy tying
typed types typing unchanged undergoing undergone underground underlying undermine underrated understandable
understood undertake undertaken undertaking undertook underwater underway underwent underworld unfinished unused
unwanted upbringing updating uprising upset usable users vaginal valuation vanished variation variations vending
vested vibes victories viking vince vines visiting voting wager wages waited waiter waits wales walker walkers
walled walls walter walters wandered wandering wards warned warner warning warnings warns wars washed washing wasnt
wasted wastes wasting watched watches watching waterfront watershed watts waved waves waving weaken weakening weaker
wearing wears weaving wedding weddings weekend weeping weigh weighed weighing weighs weir welding wellness wells
whale whales wheat wheeled whereas whining whipping whore whose wicked widening widow widows width willis willow
willy wind winding winds wing winged wings winner winners winning wins wired wireless wires wiring witch witches
withdraw withdrawing withdrawn withstand witnessed witnessing wives woes women womens wondered wondering wong wooded
woods woody word wording worker workshop worms worries worrying worse worthwhile worthy wound wounded wounds woven
wrapped wrapping wreath wrecking wrestling wretched wright wrist write writes writing writings wrought yearly yelled
yelling yong younger youre yourself youthful youths zoning
""".split()
)
