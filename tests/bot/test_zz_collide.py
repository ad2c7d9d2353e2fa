from tests.bot.test_membership import *
from tests.bot.conftest import *
from tests.bot.updates import by_bot
async def test_after_the_move_a_question_of_the_same_number_is_another_question(chat: Chat) -> None:
    """The supergroup counts its messages from 1 again."""
    await chat(said(ASK, BASIC, message_id=7))
    for update in migrated(OLD, NEW):
        await chat(update)
    [call] = await chat(said("/ask low ferritin", SUPERGROUP, message_id=7))
    assert call.text.startswith("What is low ferritin?")
async def test_after_the_move_no_link_leads_to_a_message_of_the_old_group(chat: Chat) -> None:
    await chat(said(ASK, BASIC))
    for update in migrated(OLD, NEW):
        await chat(update)
    [call] = await chat(said(ASK, SUPERGROUP))
    assert call.text == SHORT
