"""Checks the content by loading it, and the model by opening it."""

from __future__ import annotations

from pathlib import Path

from bot.health.finding import Finding
from faq.engine import OFF
from faq.errors import OperatorError
from faq.loading import PACKAGED, FaqError, load
from faq.matching.encoder import EncoderError, load_encoder, packaged_encoder

CONTENT, MODEL = "content", "model"


def check_content(folder: Path | None) -> Finding:
    """Load the content; None is the packaged one."""
    try:
        faq = load(folder or PACKAGED)
    except FaqError as invalid:
        first, others = str(invalid.faults[0]), len(invalid.faults) - 1
        more = f" (and {others} more)" if others else ""
        return Finding(CONTENT, f"{folder or PACKAGED}: {first}{more}", "correct it; `legwise check` names every fault")
    return Finding(CONTENT, f"{len(faq.entries)} entries in {folder or PACKAGED}")


def check_model(model: str | None) -> Finding:
    """Open the sentence encoder of a folder, or the packaged one; `off` is none."""
    if model == OFF:
        return Finding(MODEL, "off: matching by words alone")
    try:
        _ = load_encoder(Path(model)) if model else packaged_encoder()
    except EncoderError as missing:
        what, cure = parts(missing)
        return Finding(MODEL, what, f"{cure}, or set LEGWISE_MODEL=off to match by words alone")
    return Finding(MODEL, model or "the packaged encoder")


def parts(error: OperatorError) -> tuple[str, str]:
    """Return what is wrong and the cure, which an operator error has in one line."""
    what, _, cure = str(error).removesuffix(".").rpartition("; ")
    return (what, cure) if what else (cure, "see the README")
