"""What people, machines and vandals type."""

from __future__ import annotations

from hypothesis import strategies as st

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=120)
PIECES = (
    "isn't", "won’t", "can't", "whats", "'s", "n't", "U.S.", "US", "United", "States", "the", "us",
    "of", "America", "-", "_", " ", ".", ",", "'", "1", "2031", "000", ".5", "k", "m", "bn", "iii",
    "aaa", "Ferry", "<@12>", "<", ">", ":smile:", ":", "https://a.b/c", "*", "`", "$", "%", "€",
    "\u200b", "\u202e", "\ufeff", "é", "Ё", "е", "Ο", "І", "Ｆ", "①", "½", "ﬁ", "ß", "İ", "한", "٣",
    "😀", "5️⃣", "\ud800", "\x00", "\n", "\t", "\u0301",
)  # fmt: skip
PIECED_TEXT = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)

QUESTIONS = (
    "why?", "and when?", "how much did it cost", "Where did Mara Veldane study?", "who is she",
    "did the mayor not resign", "was the fare cut", "when will the bridge reopen", "thanks",
    "hello bot", "help", "what was it called in 1928", "not", "or not", "the Osprey III",
    "{{7*7}}", "rm -rf /", "please", "a i", "2 2 2", "why why why", "what about the fare",
)  # fmt: skip
TYPED = st.one_of(ANY_TEXT, PIECED_TEXT, st.sampled_from(QUESTIONS))
