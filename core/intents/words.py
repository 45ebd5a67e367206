"""The English that Familiar understands, as sets of words. Data only; the grammar is in the readers."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(part.split()) for part in text.split(","))


# Words that hold a sentence together. None of them is a name unless it is written in quotes.
FUNCTION = _words(
    """a about after again all also am an and another any anybody anyone anything are aren't as at back be because been
    before being best between both but by can can't cannot could did didn't do does doesn't doing don't done each else
    every everybody everyone everything false for from gone got had has have he hello her here hers hey hi him his how
    i i'd i'll i'm i've if in into is isn't it it's its just let's like many maybe me mine more most much my myself no
    nobody none nope nor not nothing now of off ok okay on once one ones only onto or other our ours out over perhaps
    please really right same shall she should so some somebody someone something somewhere still such than thank thanks
    that that's the their theirs them then there these they they're this those thx to today together tomorrow tonight
    too true under until up us very was wasn't we were what what's when where which while who who's whom whose why with
    without would wrong yeah yep yes yesterday yet you your yours probably definitely actually already ever never
    always usually often sometimes"""
)

# Of those, the ones that are things as well, where somebody's own has a name: "my can Fizz".
ALSO_THINGS = frozenset({"can"})

# What people say of a photo. Never a name, however it is written; "remember" and quotes make an exception.
REMARKS = _words(
    """absurd adorable amazing annoying awesome awful bad beautiful boring brilliant confusing cool correct crap crazy
    cute damn dangerous delicious difficult disgusting easy enough excellent fabulous fantastic fascinating fine fun
    funny good gorgeous great gross hard hilarious horrible huge ill impossible impressive incorrect incredible insane
    interesting lovely marvellous nasty new nice nonsense old perfect pretty private ridiculous rubbish sad sick silly
    strange stunning stupid super sure terrible tiny ugly unbelievable unfair urgent useless weird wonderful wow yummy
    monday tuesday wednesday thursday friday saturday sunday christmas easter halloween english spam porn"""
)

# Some time or other, as in "call me later"; nobody's name.
SOME_TIME = _words("later soon anytime whenever sometime asap")

# What Familiar does when it is all that is said. Somebody called so could not be talked about.
ORDERS = _words("undo export erase delete forget remember rename merge help privacy cancel")

# Words of every day that are names as well, or lie a typing error away from one: a name only where it clearly is one.
COMMON = (
    FUNCTION
    | REMARKS
    | _words(
        """able above across add age ago air almost alone along amber among angel angle angry animal answer apple april
    arm art ask asleep aspen august aunt autumn awake away baby bad bag ball banana band bandit banjo bank bar bark barley
    basket bath beach bean bear beard beat beauty bed bee beer begin bell belly belt bench berry bestie bet big
    bike bill bird birthday biscuit bit black blank blanket blaze blue blues boat bob body bone book boots born
    boss bottle bow bowl box boy boys brain brandy brat brave bread breakfast breath bring broken brother brown
    brush buddy bug bunny bus busy butter button buy cake calm camera candle candy captain car card care case
    cash cat catch cats chair chance change chase check cheese cherry chess chest chief child chip chips
    chocolate chuck church city clay clean clear clever clock cloud clover coat cocoa coffee cold colour come
    comet cook cookie copper coral corn count country couple cover cream crystal cup curly cut cutest cutie dad
    dairy dance dark dawn day days dead dear dee deep diamond diary dinner dirty dish doctor dog dogs doll dolly
    domino door dot down downstairs dream dress drew drink drive drop drummer drunk dry duchess duck dude duke dust dusty ear
    early earn east eat edge egg else end ever eye eyes face fact fair faith fall family fancy far fast fat
    father favorite favourite fawn fear feed feel feet fern few field fig finger finish fire first fish five
    flag flash flat floor flower fluffy fly food foot forest forget forgot form four fox free fresh friend
    friends frost full game garden gave gene get ghost gift ginger girl give gizmo glass glory gold golden goofy
    grace grant grass gray green grey ground group grow guess guy hair half hall hand happy hard harmony hat
    hawk head hear heart heat heaven heavy held help hill hit hold hole holiday holy home honey hope horse hot
    hour house hug hunter ice idea image indoors inside iron jacket jam jazz jet job join joke joy juice july jump june keep
    kept key kid kids kind king kiss kit kitchen kitten kitty kiwi knee know lady lake lamb lamp land lane large
    last late later laugh lay lead leaf learn leave left leg lemon less letter lie life light lime line lion
    list listen little live living long look looks lord lose lost lot loud love lovely low luck lucky lunar
    lunch magic magpie mail main make man mango maple marble march mark market marry mask master mat matter may
    meadow mean meat meet melody meme mercy merry met midnight miles milk miller mind mint minute miss misty mix
    mocha mom moment money monkey month moo mood moon morning mother mouse mouth move mud muffin mum music nana
    near neat neck need neighbour nest never next night noise noodle north nose note number nut oak ocean odd
    office oil olive olives open orange outdoors outside own page pain paint pair pal panda paper park part party past pat patch
    patience paw pay pea peace peach peanut pearl pebble pen people pepper person pet pets phone photo photos
    piano pic pick pickle pics picture pie piece pig pink piper pirate pixel pizza place plan play plum point
    pony pool poor pot pound power precious pregnant press prince princess prize pudding pull pup puppy purple push put
    queen question quick quiet quite rabbit race rain rainbow rascal rat rather read ready real reason red rest
    rice rich ride ring rise river road rock rocket roll room rose round rule run running rush russet rusty sad
    safe sage sail salt sand sandy say scarlet school scout screenshot scruffy sea season seat second see seem
    selfie send set seven shadow shape share she shell sheriff ship shirt shoe shop short show shy side sign
    silver since sing sir sister sit six size skin skip sky sleep slow small smart smile smoky smoothie snow
    snowball snowy socks soft soldier son song soon sound soup south spark sparky speak special spice spirit
    spot spring square star start stay step sterling sting stone stop storm story street strong stuck stuff sugar
    summer sun sunny sunshine sweet sweetheart sweetie swim table tail take talk tall tank taste tea teach
    teacher team tell ten test text thing things think thought three tiger timber time times tired toast toffee
    told top toy trail train treasure tree trial trip trouble truffle trust truth try tuna turbo turn two uncle upstairs
    use vacation van velvet victory view vine wait walk wall want war warm wash watch water wave way wear
    weather week weekend well west wet wheel whisky white whole wide wild will willow win wind window wine wing
    winner winter wish wolf woman wood word words work world worse worth write wrong year years yellow young zip"""
    )
)

TITLES = _words(
    "mr mrs ms miss dr prof sir lady aunt auntie uncle grandma grandpa granny captain old little big oma opa"
)
ABBREVIATIONS = _words("mr mrs ms dr prof st jr sr")
PARTICLES = _words("van von der den de del della di da dos das du la le el al bin ibn ben ter ten zu zur of the y e")

ANIMALS = _words(
    """alpaca animal bear bee bird budgie budgerigar bull bunny calf canary cat chameleon chick chicken chinchilla
    cockatiel cow crab crow dog doggo doggy donkey dragon duck duckling elephant ferret fish foal fox frog gecko gerbil
    goat goldfish goose hamster hare hedgehog hen horse hound iguana kitten kitty lamb lizard lion llama mare mole
    monkey mouse mule owl ox panda parakeet parrot peacock penguin pet pig pigeon piglet pony poodle pup puppy python
    rabbit raccoon rat raven rooster sheep snail snake sparrow spider squirrel stallion swan tiger tortoise turkey
    turtle wolf"""
)
PEOPLE = _words(
    """aunt auntie baby bestie boss boy boyfriend brother buddy child classmate coach colleague coworker cousin dad daddy
    daughter doctor family father fiance fiancé fiancee fiancée flatmate friend gran grandad granddad granddaughter
    grandfather grandma grandmother grandpa grandson granny girl girlfriend godfather godmother guy husband infant kid
    lady man mate mother mom mommy mum mummy nan nanny neighbor neighbour nephew niece nurse pal parent partner person
    roommate sibling sis sister son stepbrother stepdad stepfather stepmom stepmother stepsister student teacher
    teammate toddler twin uncle wife woman"""
)
THINGS = _words(
    """apartment backpack bag ball basket bear beach bed bicycle bike blanket boat book bookcase bottle bowl box bracelet
    building bus cabin cafe café camera cap car caravan castle chair church clock coat computer couch cup desk doll
    door dress drone fence flat flower fountain garage garden glass guitar hat helmet home house instrument jacket
    kayak kettle keyboard keys kitchen knife lake lamp laptop mask motorbike motorcycle mug necklace notebook office
    painting park pen phone piano picture plant plate plushie plush purse ring robot room school scooter shell shirt
    shoe shoes shop skateboard sofa statue suitcase sweater table teapot tent thing toy tractor train tree truck
    umbrella van vase village violin wallet watch yacht"""
)
KINDS = ANIMALS | PEOPLE | THINGS

# The species of a breed, so that "my dogs" finds the beagle.
BREEDS = {
    **dict.fromkeys(
        _phrases(
            """akita, alsatian, basset hound, beagle, bernese mountain dog, bichon, border collie, boxer, bulldog,
            bull terrier, cavalier, chihuahua, chow chow, cockapoo, cocker spaniel, collie, corgi, dachshund, dalmatian,
            doberman, french bulldog, frenchie, german shepherd, golden retriever, great dane, greyhound, husky,
            jack russell, jack russell terrier, labradoodle, labrador, labrador retriever, maltese, mastiff, mutt,
            newfoundland, papillon, pinscher, pit bull, pitbull, pointer, pomeranian, poodle, pug, retriever,
            rhodesian ridgeback, rottweiler, saint bernard, samoyed, schnauzer, setter, sheepdog, shepherd, shiba,
            shiba inu, shih tzu, spaniel, spitz, st bernard, terrier, vizsla, weimaraner, westie, whippet, yorkie"""
        ),
        "dog",
    ),
    **dict.fromkeys(
        _phrases(
            """abyssinian, bengal, birman, british shorthair, burmese, maine coon, moggy, norwegian forest cat, persian,
            ragdoll, russian blue, siamese, sphynx, tabby, tortoiseshell, calico, tuxedo cat"""
        ),
        "cat",
    ),
}

# Other words for a kind; "which of my pups" means the dogs.
SAME_KIND = {
    **dict.fromkeys(_words("pup puppy doggo doggy hound pooch mutt"), "dog"),
    **dict.fromkeys(_words("kitten kitty pussycat feline"), "cat"),
    **dict.fromkeys(_words("birdie budgie parakeet budgerigar"), "bird"),
    **dict.fromkeys(_words("buddy pal mate bestie"), "friend"),
}

# What is said before a noun and is no part of what the thing is.
ADJECTIVES = _words(
    """adopted adorable amazing awesome baby beautiful beloved best big black blind blonde brave brown clever crazy cute
    cutest dear dearest elder elderly eldest ex fat favorite favourite female fluffy former furry ginger good gorgeous
    great grey gray handsome happy lazy little lovely male naughty new newest nice old older oldest only other own pet
    precious pretty red rescue rescued second senior shy silly sleepy small smart spotted sweet sweetest tabby tiny
    unique very white wonderful young younger youngest"""
)

# Adjectives that are written with a capital and belong to the noun: "my Christmas tree", "my German shepherd".
CAPITAL_ADJECTIVES = _words(
    """african american arabian asian australian austrian belgian bernese bengal brazilian british canadian chinese
    christmas danish dutch egyptian english european finnish french german greek hungarian indian irish italian
    japanese korean mexican newfoundland norwegian persian polish portuguese russian scottish siamese spanish swedish
    swiss thai tibetan turkish ukrainian welsh xmas"""
)

COLOURS = _words(
    """amber apricot beige black blond blonde blue brindle bronze brown caramel chestnut chocolate copper cream fawn
    ginger gold golden gray green grey merle orange pink purple red sable sandy silver spotted striped tabby tan
    tricolour turquoise violet white yellow"""
)

# What somebody is for good, rather than at the moment.
TRAITS = _words(
    """affectionate aggressive ambidextrous anxious arrogant artistic asthmatic athletic autistic bald bilingual blind
    bossy brave bright calm careful castrated cautious celiac chatty cheeky cheerful clever clumsy colourblind
    competitive confident creative curious deaf diabetic dominant dyslexic easygoing energetic epileptic fearless fluffy
    friendly furry generous gentle gluten-free goofy greedy grumpy handsome hardworking helpful honest house-trained
    housebroken hyperactive hypoallergenic impatient independent intelligent introverted extroverted jealous kind
    lactose-intolerant lazy left-handed right-handed loud loyal male female mischievous moody musical naughty nearsighted
    shortsighted nervous neutered noisy obedient optimistic outgoing overweight patient picky playful polite protective
    quiet reserved retired sensitive serious shy single slim small smart sociable spayed spoiled stubborn strong talented
    talkative tall tame territorial tidy timid toothless trained vaccinated chipped microchipped vegan vegetarian vocal
    well-behaved wild wise big huge tiny large little short heavy old young pregnant adopted married divorced engaged
    widowed twins famous funny fussy fast slow left-footed long-haired short-haired one-eyed three-legged"""
)

JOBS = _words(
    """accountant actor actress architect artist baker barber beekeeper builder carpenter chef clown coach cook dancer
    dentist designer detective developer doctor driver drummer electrician engineer farmer firefighter gardener hairdresser
    journalist judge lawyer librarian lifeguard manager mechanic musician nurse painter photographer pilot plumber
    policeman postman potter professor programmer sailor salesman scientist singer soldier student tailor teacher vet
    veterinarian waiter waitress writer"""
)
TIMES = _words(
    """january february march april may june july august september october november december jan feb mar apr jun jul
    aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday spring summer autumn fall winter
    christmas easter today yesterday ago week month year decade century morning noon afternoon evening night
    midnight dawn"""
)
LIKING = _words("love like enjoy adore prefer")
DISLIKING = _words("hate dislike detest loathe")
HABITS = _words(
    """ask attack avoid bark bake bathe beg bite bring bury buy call carry catch chase chew chirp climb collect come cook
    count cry cuddle dance destroy dig drag dream dress drink drive drool eat escape explore fall fetch fight fly follow
    forget get give go greet groom grow growl guard hide hiss hop howl hug hunt jog juggle jump keep kick kiss knit know laugh
    lay leave lick listen live make meet meow miaow move nap need open own paint photograph play poop practise practice
    purr pull push raise read recognise recognize ride roll run scratch shed shout sing sit ski sleep smell smoke snack
    sneeze snore snuggle speak spin squeak stare stay steal stretch study surf swim swing talk teach train travel trust
    understand visit volunteer wait wake walk watch wear weigh whistle work worry wag win write yawn turn belong come
    suffer share start stop believe support hate fear like love enjoy adore prefer dislike"""
)

PAST = _words(  # of verbs that don't end in "ed"
    """ate bit bought broke brought came chased did drank drove dug fell felt flew fought found gave got grew had hid hurt
    kept knew left lost made met put ran rode said sang sat saw slept spoke stole swam taught threw told took was went woke
    won wrote"""
)

NUMBERS = {
    word: number
    for number, word in enumerate(
        """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
        eighteen nineteen twenty""".split(),
        start=1,
    )
}
ORDINALS = {
    word: number
    for number, word in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), start=1)
}
