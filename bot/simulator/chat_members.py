"""Methods about a chat and its members. Each raises ApiError."""

from __future__ import annotations

from typing import Any

from bot.simulator import access
from bot.simulator.errors import bad_request
from bot.simulator.identity import BOT
from bot.simulator.state import BotStatus, ChatState, TelegramState

_ADMIN_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
    "can_delete_stories", "can_send_welcome_messages",
)  # fmt: skip
_PERMISSIONS = (
    "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos", "can_send_video_notes",
    "can_send_voice_notes", "can_send_polls", "can_send_other_messages", "can_add_web_page_previews",
    "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics", "can_react_to_messages",
    "can_edit_tag",
)  # fmt: skip
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def chat_member(user: dict[str, Any], status: str, *, can_write: bool = False) -> dict[str, Any]:
    """Return a ChatMember. `can_write` is for restricted members."""
    body: dict[str, Any] = {"user": user, "status": status}
    match status:
        case "creator":
            body |= {"is_anonymous": False}
        case "administrator":
            body |= {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(_ADMIN_RIGHTS, True)
        case "restricted":
            body |= {"is_member": True, "until_date": 0, "can_send_messages": can_write}
            body |= dict.fromkeys(_PERMISSIONS, False)
        case "kicked":
            body |= {"until_date": 0}
    return body


def get_chat_member(state: TelegramState, values: dict[str, Any]) -> dict[str, Any]:
    """Carry out getChatMember."""
    chat, user = access.readable_chat(state, values["chat_id"]), values["user_id"]
    if user == BOT["id"]:
        return chat_member(BOT, chat.bot_status.value)
    if user not in chat.users:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return chat_member(chat.users[user], chat.statuses.get(user, "left"))


def get_chat_administrators(state: TelegramState, values: dict[str, Any]) -> list[dict[str, Any]]:
    """Carry out getChatAdministrators: the owner, human admins, and this bot if it is an admin."""
    chat = access.readable_chat(state, values["chat_id"])
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    return [get_chat_member(state, {"chat_id": values["chat_id"], "user_id": user}) for user in _admin_ids(chat)]


def get_chat(state: TelegramState, values: dict[str, Any]) -> dict[str, Any]:
    """Carry out getChat."""
    gifts = dict.fromkeys(_GIFTS, False)
    extra = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
    return access.readable_chat(state, values["chat_id"]).info | extra


def leave_chat(state: TelegramState, values: dict[str, Any]) -> bool:
    """Carry out leaveChat."""
    chat = access.readable_chat(state, values["chat_id"])
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.bot_status = BotStatus.LEFT
    return True


def _admin_ids(chat: ChatState) -> list[int]:
    people = [user for user, status in chat.statuses.items() if status in ("creator", "administrator")]
    return people + ([BOT["id"]] if chat.bot_status is BotStatus.ADMIN else [])
