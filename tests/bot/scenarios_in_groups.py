"""Scenes in groups: questions, settings, forums, channels, joining and leaving, and the move to a new id.

Steps name the first line of a text; the conversation tests compare whole texts. Chats where the bot may not write are
tested there too, because a scenario allows no refused call.
"""

from __future__ import annotations

from tests.bot.actor import Actor, person, private
from tests.bot.sample_updates import BASIC, FORUM, GROUP, LINKED, OTHER, bot_status, by_admin, channel_post, migrated
from tests.bot.scenario import Step

SUPERGROUP = GROUP | {"id": -1_001_000_000_001}
CLUB = SUPERGROUP | {"id": -1_001_000_000_002, "title": "Club"}
NEW = GROUP | {"id": -1_001_000_000_051}
DI, ED, FAY, GUS, HAL, IDA = (
    person(number, name) for number, name in enumerate(("Di", "Ed", "Fay", "Gus", "Hal", "Ida"), 301)
)
"""A user for each scene, so that none exceeds the limits of a user."""
ADMINS = ((ED, CLUB), (IDA, BASIC))
"""Users with the groups whose admins they are."""
member, bystander = Actor(DI, SUPERGROUP), Actor(OTHER, SUPERGROUP)
admin, outsider, at_home = Actor(ED, CLUB), Actor(FAY, CLUB), private(ED)
in_forum, in_talk, in_small, in_new = Actor(GUS, FORUM), Actor(HAL, LINKED), Actor(IDA, BASIC), Actor(IDA, NEW)

RIGHTS = ("asks about itself or the group",) * 3
"""The queries for what the bot can see and do in a group, all at once."""
WHICH = "What would you like to know? Reply to this message with your question."

IN_A_GROUP = (
    Step("ask", member.says("/ask What stores iron?"), "replies: What stores iron?"),
    Step("its sources", member.presses("Sources"), "takes the press", "replies: What this answer rests on"),
    Step("the same again", member.says("/ask@legwise_bot What stores iron?"),
         "replies: I answered that here a little while ago: What stores iron?"),
    Step("the link removed by who asked", member.presses("Remove"), "removes its message", "takes the press"),
    Step("faq", member.says("/faq When is ferritin low?"), "replies: When is ferritin low?"),
    Step("a reply to the bot", member.replies_to_the_bot("Why zinc?"), "replies: Why zinc?"),
    Step("a button of somebody else's answer", bystander.presses("Remove"),
         "asks who that is", "notice: Only whoever asked, or an admin, can remove this."),
    Step("ask in reply to somebody", member.quotes(OTHER, "Why copper?", "/ask"),
         "answers whom they quote: Why copper?"),
    Step("ask alone", member.says("/ask"), f"replies: {WHICH}"),
    Step("a mention", member.says("@legwise_bot Why calcium?"), "replies: Why calcium?"),
    Step("an edit", member.edits("@legwise_bot Why sodium?"), "edits: Why sodium?"),
    Step("an edit to nonsense", member.edits("@legwise_bot who won the football match"), "removes its message"),
    Step("did you mean", member.says("/ask zinc or copper"), "replies: Did you mean one of these?"),
    Step("none of these", member.presses("None of these"), "edits: None of these, then.", "takes the press"),
    Step("talk that is not for the bot", member.says("What stores iron?")),
    Step("another bot's command", member.says("/ask@other_bot What stores iron?")),
    Step("a red flag that nobody asked", member.says("I have chest pain"), "replies: Call 112 now."),
    Step("a red flag asked", member.says("/ask I have chest pain"), "replies: Call 112 now."),
    Step("a red flag in a mention", member.says("@legwise_bot I have chest pain"), "replies: Call 112 now."),
    Step("a red flag to the bot", member.replies_to_the_bot("I have chest pain"), "replies: Call 112 now."),
    Step("a red flag quoted", member.quotes(OTHER, "I have chest pain", "/ask"),
         "answers whom they quote: Call 112 now."),
    Step("a red flag by an edit", member.edits("/ask I have chest pain now"), "replies: Call 112 now."),
    Step("what was kept of who asked", member.says("/forgetme"),
         "replies: Deleted: 3 votes, 0 shared questions, and what I knew of 11 answers to you."),
)  # fmt: skip
SETTINGS = (
    Step("settings, by no admin", outsider.says("/settings"),
         "asks who that is", "replies: Only admins of the group can see and change its settings."),
    Step("settings, by an admin", admin.says("/settings"), "asks who that is", *RIGHTS,
         "replies: Settings of this group"),
    Step("a press by no admin", outsider.presses("Listen"), "asks who that is",
         "notice: Only admins may change this. If you are an admin of that group, write /settings there."),
    Step("a press by an admin", admin.presses("Listen"), "asks who that is", *RIGHTS, "edits: Settings of this group",
         "notice: Changed. Listening is on: I answer sure questions that nobody asked me."),
    Step("a sure question, overheard", outsider.says("What stores iron?"), "replies: What stores iron?"),
    Step("a second one, too soon", outsider.says("When is ferritin low?")),
    Step("an anonymous admin", lambda _: by_admin("/settings", CLUB), *RIGHTS, "replies: Settings of this group"),
    Step("to private", at_home.follows("Set up in private"),
         "asks who that is", *RIGHTS, RIGHTS[0], "posts: Settings of “Club”"),
    Step("a press in private", at_home.presses("Only admins may ask"), "asks who that is", *RIGHTS,
         RIGHTS[0], "edits: Settings of “Club”",
         "notice: Changed. Only admins may ask me. In an emergency I answer everyone."),
    Step("who may not ask", outsider.says("/ask Why zinc?"), "asks who that is",
         "replies: Only admins may ask me in this group. You can ask me in private."),
    Step("who may", admin.says("/ask Why zinc?"), "asks who that is", "replies: Why zinc?"),
    Step("an anonymous admin asks", lambda _: by_admin("/ask Why tin?", CLUB), "replies: Why tin?"),
    Step("an emergency of who may not ask", outsider.says("/ask I have chest pain"), "replies: Call 112 now."),
)  # fmt: skip
ELSEWHERE = (
    Step("a topic of a forum", in_forum.says_in_topic(5, "/ask What stores iron?"),
         "replies in topic 5: What stores iron?"),
    Step("General", in_forum.says("/ask What stores iron?"), "replies: What stores iron?"),
    Step("a red flag in a topic", in_forum.says_in_topic(5, "I have chest pain"), "replies in topic 5: Call 112 now."),
    Step("a button in a topic", in_forum.says_in_topic(5, "/topics"), "replies in topic 5: Topics"),
    Step("what it shows", in_forum.presses("Ferritin"), "takes the press", "edits: Ferritin"),
    Step("a post of the linked channel", lambda _: channel_post("/ask What stores iron?")),
    Step("a red flag in such a post", lambda _: channel_post("chest pain, a story")),
    Step("a comment beneath", in_talk.comments("/ask What stores iron?"), "replies: What stores iron?"),
    Step("removed", lambda _: bot_status("kicked", LINKED)),
    Step("added again", lambda _: bot_status("member", LINKED, before="kicked"),
         "posts: Hello! I look up answers about legs."),
    Step("all forgotten", in_talk.says("/ask What stores iron?"), "replies: What stores iron?"),
)  # fmt: skip
MOVING = (
    Step("a small group", in_small.says("/ask What stores iron?"), "replies: What stores iron?"),
    Step("its settings", in_small.says("/settings"), "asks who that is", *RIGHTS, "replies: Settings of this group"),
    Step("one changed", in_small.presses("Whole answers"), "asks who that is", *RIGHTS, "edits: Settings of this group",
         "notice: Changed. Answers are whole: nothing is folded away."),
    Step("it becomes a supergroup", lambda _: migrated(BASIC["id"], NEW["id"])[0]),
    Step("told there too", lambda _: migrated(BASIC["id"], NEW["id"])[1]),
    Step("as if the bot came", lambda _: bot_status("member", in_new.chat, before="left")),
    Step("nothing was told here yet", in_new.says("/ask What stores iron?"), "replies: What stores iron?"),
    Step("its settings", in_new.says("/settings"), "asks who that is", *RIGHTS, "replies: Settings of this group"),
    Step("they followed", in_new.presses("Short answers"), "asks who that is", *RIGHTS, "edits: Settings of this group",
         "notice: Changed. Answers are short: the rest opens at a tap."),
)  # fmt: skip
SCENES = (IN_A_GROUP, SETTINGS, ELSEWHERE, MOVING)
