"""What can be asked of a chat and of who is in it. Raises Refusal in production's words."""

from __future__ import annotations

from typing import Any

from bot.simulator import access
from bot.simulator.errors import bad
from bot.simulator.identity import BOT
from bot.simulator.state import Place, Standing, World

_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
    "can_delete_stories", "can_send_welcome_messages",
)  # fmt: skip
_FREEDOMS = (
    "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos", "can_send_video_notes",
    "can_send_voice_notes", "can_send_polls", "can_send_other_messages", "can_add_web_page_previews",
    "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics", "can_react_to_messages",
    "can_edit_tag",
)  # fmt: skip
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def member(user: dict[str, Any], status: str, *, writes: bool = False) -> dict[str, Any]:
    """A ChatMember. Somebody restricted may write only if told so."""
    body: dict[str, Any] = {"user": user, "status": status}
    match status:
        case "creator":
            body |= {"is_anonymous": False}
        case "administrator":
            body |= {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(_RIGHTS, True)
        case "restricted":
            body |= {"is_member": True, "until_date": 0, "can_send_messages": writes}
            body |= dict.fromkeys(_FREEDOMS, False)
        case "kicked":
            body |= {"until_date": 0}
    return body


def one(world: World, values: dict[str, Any]) -> dict[str, Any]:
    """GetChatMember."""
    place, user = access.readable(world, values["chat_id"]), values["user_id"]
    if user == BOT["id"]:
        return member(BOT, place.standing.value)
    if user not in place.users:
        raise bad("PARTICIPANT_ID_INVALID")
    return member(place.users[user], place.members.get(user, "left"))


def admins(world: World, values: dict[str, Any]) -> list[dict[str, Any]]:
    """GetChatAdministrators: owner and admins who are no bots, and this bot if it is one."""
    place = access.readable(world, values["chat_id"])
    if place.kind == "private":
        raise bad("there are no administrators in the private chat")
    return [one(world, {"chat_id": values["chat_id"], "user_id": user}) for user in _ruling(place)]


def chat(world: World, values: dict[str, Any]) -> dict[str, Any]:
    """GetChat."""
    gifts = dict.fromkeys(_GIFTS, False)
    more = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
    return access.readable(world, values["chat_id"]).chat | more


def leave(world: World, values: dict[str, Any]) -> bool:
    """LeaveChat."""
    place = access.readable(world, values["chat_id"])
    if place.kind == "private":
        raise bad("chat member status can't be changed in private chats")
    place.standing = Standing.LEFT
    return True


def _ruling(place: Place) -> list[int]:
    people = [user for user, status in place.members.items() if status in ("creator", "administrator")]
    return people + ([BOT["id"]] if place.standing is Standing.ADMIN else [])
