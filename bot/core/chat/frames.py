"""Which ideas, taken together, ask for what: the frames of questions about the bot and its story.

A frame names the ideas that must all be there, alternatives parted by "/", and after "?" the ideas
that may be there too. What `GLUE` lists may stand in every question. A question is of the frame
whose ideas are met, where nothing is left over; of several, of the one that asks for most. A frame
after "!" is never one for a fact of the story.
"""

from __future__ import annotations

from bot.core.chat.frames_of_bot import FRAMES_OF_BOT
from bot.core.chat.frames_of_story import FRAMES_OF_STORY

GLUE = "what can do me any this it get for hi thank tell"

FRAMES = {**FRAMES_OF_STORY, **FRAMES_OF_BOT}
