"""Scenes with one user: the private chat, commands, inline mode and guest questions.

Steps name the first line of a text; the conversation tests compare whole texts.
"""

from __future__ import annotations

from bot.simulator import visible_text
from bot.views import about
from tests.bot.actor import Actor, person, private
from tests.bot.sample_updates import GROUP
from tests.bot.scenario import Step
from tests.bot.small_faq import FAQ

ADA, BO, CY, JO, MO = (person(201 + n, name) for n, name in enumerate(("Ada", "Bo", "Cy", "Jo", "Mo")))
"""A user for each scene, so that none exceeds the limits of a user."""
alone, browsing, typing, guest = private(ADA), private(BO), private(CY), Actor(JO, GROUP | {"title": "Elsewhere"})
talking = private(MO)

HELPED = "notice: Thank you. Noted: it helped. You can change this by the other button."
DID_NOT_HELP = "notice: Thank you. Noted: it did not help. You can change this by the other button."
NOTED = "notice: That is noted already. You can change it by the other button."
GREETING = "posts: Hello! Ask me about legs."
ONLY_GROUPS = (
    "posts: Only groups have settings. Write /settings in your group. Its admins can change them there, or here by the "
    "button “Set up in private”."
)

IN_PRIVATE = (
    Step("a question", alone.says("What stores iron?"), "posts: What stores iron?"),
    Step("a related question", alone.presses("When is ferritin low?"),
         "takes the press", "posts: When is ferritin low?"),
    Step("sources", alone.presses("Sources"), "takes the press", "posts: What this answer rests on"),
    Step("again", alone.says("/ask What stores iron?"), "posts: What stores iron?"),
    Step("a vote", alone.presses("Helpful"), HELPED),
    Step("the vote changed", alone.presses("Not helpful"),
         DID_NOT_HELP),
    Step("the vote repeated", alone.presses("Not helpful"), NOTED),
    Step("an edit", alone.edits("When is ferritin low?"), "edits: When is ferritin low?"),
    Step("an edit that nobody sees", alone.edits()),
    Step("an edit to nonsense", alone.edits("who won the football match"), "edits: I don't have an answer to that."),
    Step("a vote on having no answer", alone.presses("Not helpful"),
         DID_NOT_HELP),
    Step("a question of two meanings", alone.says("zinc or copper"), "replies: Did you mean one of these?"),
    Step("did you mean", alone.presses("Why zinc?"), "takes the press", "edits: Why zinc?"),
    Step("the same once more", alone.says("zinc or copper"), "replies: Did you mean one of these?"),
    Step("none of these", alone.presses("None of these"), "edits: None of these, then.", "takes the press"),
    Step("what would be shared", alone.presses("Share this question with the curators"),
         "answers whom they quote: This is what the curators would read:", "takes the press"),
    Step("sharing", alone.presses("Share this"), "edits: Shared with the curators", "notice: Thank you. It is shared."),
    Step("taking it back", alone.presses("Take it back"),
         "edits: The question is deleted. It is no longer shared.", "notice: Deleted."),
    Step("a picture", alone.shows_a_picture(), f"posts: {visible_text(about.not_text(FAQ.words, file=True).text)}"),
    Step("a red flag", alone.says("I have chest pain"), "posts: Call 112 now."),
    Step("its sources", alone.presses("Sources"), "takes the press", "posts: What this advice rests on"),
    Step("a red flag by an edit", alone.edits("my chest pain is back"), "posts: Call 112 now."),
    Step("another country", alone.presses("Another country"), "takes the press", "posts: Which country are you in?"),
    Step("its numbers", alone.presses("New Zealand"), "takes the press", "edits: Numbers to call: New Zealand"),
    Step("the list again", alone.presses("Another country"), "takes the press", "edits: Which country are you in?"),
)  # fmt: skip
COMMANDS = (
    Step("start", browsing.says("/start"), GREETING),
    Step("a deep link", browsing.says("/start low"), "posts: When is ferritin low?"),
    Step("a link to nowhere", browsing.says("/start gone"), GREETING),
    Step("help", browsing.says("/help"), "posts: How to use me"),
    Step("about", browsing.says("/about"), "posts: About this assistant"),
    Step("privacy", browsing.says("/privacy"), "posts: What is kept, and for how long"),
    Step("disclaimer", browsing.says("/disclaimer"), "posts: Please note"),
    Step("an unknown command", browsing.says("/nonsense"),
         "posts: I don't know that command. Just write your question, or see /help."),
    Step("settings, in private", browsing.says("/settings"), ONLY_GROUPS),
    Step("ask alone", browsing.says("/ask"),
         "posts: What would you like to know? Reply to this message with your question."),
    Step("topics", browsing.says("/topics"), "posts: Topics"),
    Step("a topic", browsing.presses("Metals"), "takes the press", "edits: Metals"),
    Step("a page on", browsing.presses("Next page »"), "takes the press", "edits: Metals"),
    Step("a page back", browsing.presses("« Previous page"), "takes the press", "edits: Metals"),
    Step("back to all", browsing.presses("« All topics"), "takes the press", "edits: Topics"),
    Step("a question of a topic", browsing.presses("Metals"), "takes the press", "edits: Metals"),
    Step("its answer", browsing.presses("Why zinc?"), "takes the press", "posts: Why zinc?"),
    Step("an old button", browsing.presses_an_old_button("e:gone"),
         "notice: That question is no longer here. These are the topics now.",
         "posts: That question is no longer here: the content has changed since. These are the topics now."),
    Step("a button of another bot", browsing.presses_an_old_button("x" * 64),
         "notice: This button is not mine, or too old."),
    Step("forgetme", browsing.says("/forgetme"),
         "posts: Deleted: 0 votes, 0 shared questions, and what I knew of 1 answer to you."),
)  # fmt: skip
INLINE = (
    Step("a prefix of three letters", typing.types("fer"), "offers 2 results from When is ferritin low?"),
    Step("a question", typing.types("What stores iron?"), "offers 1 results from What stores iron?"),
    Step("the result posted", typing.chooses(0)),
    Step("a vote beneath it", typing.presses_inline("Helpful"), HELPED),
    Step("the vote changed", typing.presses_inline("Not helpful"),
         DID_NOT_HELP),
    Step("nothing typed", typing.types(""), "offers 20 results from What stores iron?, more at 1, or a private chat"),
    Step("the next page", typing.scrolls(), "offers 7 results from Why mercury?, or a private chat"),
    Step("nothing that fits", typing.types("who won the football match"), "offers no result, or a private chat"),
    Step("the private chat", typing.says("/start inline"), GREETING),
    Step("a red flag", typing.types("I have chest pain"), "offers 1 results from Call 112 now."),
    Step("it is posted", typing.chooses(0)),
)  # fmt: skip
GUESTS = (
    Step("a question", guest.calls("@legwise_bot What stores iron?"), "as a guest: What stores iron?"),
    Step("a vote beneath it", guest.presses_inline("Helpful"), HELPED),
    Step("the question as a message too", guest.calls_as_a_member_too()),
    Step("a question of two meanings", guest.calls("@legwise_bot zinc or copper"),
         "as a guest: Did you mean one of these?"),
    Step("no question", guest.calls("@legwise_bot"), "as a guest: Write @legwise_bot and your question in one message, "
         "or reply to somebody's question with my name and I answer it."),
    Step("no answer", guest.calls("@legwise_bot who won the football match"),
         "as a guest: I don't have an answer to that."),
    Step("a red flag", guest.calls("@legwise_bot I have chest pain"), "as a guest: Call 112 now."),
)  # fmt: skip
TALK = (
    Step("a greeting", talking.says("hello"), "posts: Hello! What would you like to know?"),
    Step("a question", talking.says("What stores iron?"), "posts: What stores iron?"),
    Step("asking on", talking.says("why?"), "posts: About: What stores iron?"),
    Step("a remark", talking.says("ok"), "reacts with 👍"),
    Step("its sources", talking.says("source?"), "posts: About: What stores iron?"),
    Step("thanks", talking.says("thanks!"), "posts: You're welcome!"),
)  # fmt: skip
SCENES = (IN_PRIVATE, TALK, COMMANDS, INLINE, GUESTS)
