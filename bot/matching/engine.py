"""The engine behind the core's `Matcher`: a question becomes evidence, by all that is learnt."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial

from bot.core.evidence import Evidence, FactEvidence
from bot.core.matcher import FollowUp, Intent, Lean, OtherLanguage, Reaction
from bot.core.model import Context, Fact, GuardNote, Story
from bot.matching.chat.classifier import Classifier
from bot.matching.chat.news import news
from bot.matching.chat.replies import example_of, is_in_header, reply_in, unasked
from bot.matching.chat.small_talk import SmallTalk, recogniser_of
from bot.matching.focus import match_asking_part, match_bare_name
from bot.matching.followup import is_of_person, lean_of, match_follow_up, speaks_of_nobody
from bot.matching.language.analysis import Analysis
from bot.matching.ranking.ranker import Ranker, Ranking
from bot.matching.verification.figures import FIELDS, backing, rivals_of, unlisted, values_of
from bot.matching.verification.guards import DENIALS, Guards
from bot.matching.verification.premise import denies
from bot.matching.verification.verifier import likelihood, likelihood_meant
from bot.writing import own_words

CANDIDATES = 3
"""Facts that evidence is gathered for: as many as are offered at most."""

NEARLY_ALL = 0.999
"""A fact covers this share at least of the telling words of its own phrasings: all of them."""


class Engine:
    """Reads questions about one story, and finds the evidence for facts that may answer them."""

    def __init__(
        self, story: Story, ranker: Ranker, classifier: Callable[[], Classifier] | None = None
    ) -> None:
        """`classifier` knows what readers of English say to the bot itself; asked for when
        needed."""
        self.story, self.ranker = story, ranker
        self.analyser, self.language = ranker.analyser, ranker.analyser.language
        self.recogniser = recogniser_of(story, ranker.analyser, classifier)
        self._guards = Guards(ranker)
        self._unlisted = unlisted(ranker.facts)

    def say(self, intent: Intent, story: Story) -> str:
        """As `Matcher.say`."""
        if intent.since is not None and story.today is not None:
            return news(story, intent.since(story.today))
        return reply_in(self.language.dialogue.replies, intent.kind, story)

    def unasked(self, *, is_choice: bool) -> str:
        """As `Matcher.unasked`."""
        return unasked(self.language.dialogue.replies, self.story, is_choice=is_choice)

    def is_in_header(self, intent: Intent) -> bool:
        """As `Matcher.is_in_header`."""
        return intent.since is not None or is_in_header(intent.kind, self.story)

    def normalise(self, text: str) -> str:
        """As `Matcher.normalise`."""
        return self.language.normalise(text)

    def read(self, text: str) -> ReadQuestion:
        """As `Matcher.read`."""
        return ReadQuestion(own_words(text), self)

    def evidence(self, ranking: Ranking, without: int | None = None) -> Evidence:
        """The evidence for the first facts of `ranking`, in its order, but for one's at a place."""
        analysis, coverage = ranking.analysis, ranking.coverage
        return Evidence(
            normalised=analysis.normalised,
            repairs=analysis.repairs,
            facts=tuple(self._facts_of(ranking, without)),
            fields=FIELDS,
            unseen=coverage.unseen,
            has_details=coverage.detail_weight > 0.0,
            telling=sum(analysis.telling),
            asks_kind=bool(analysis.kinds),
            has_names=bool(analysis.names),
            is_completed=ranking.completed,
            unlisted=self._unlisted,
            is_short_file=self._guards.is_short,
        )

    def _facts_of(self, ranking: Ranking, without: int | None) -> list[FactEvidence]:
        ranker, rivals = self.ranker, rivals_of(ranking, self.ranker.facts)
        places = [place for place in ranking.order[:CANDIDATES] if place != without]
        nearest = [ranker.index.nearest(ranking.similarity, place) for place in places]
        asked = ranker.aligner.read(ranking.analysis)
        pairs = [(place, row) for place, (_, row) in zip(places, nearest, strict=True)]
        aligned = ranker.aligner.align(asked, pairs)
        against = self._guards.against(ranking)
        found = []
        for place, (cosine, _), alignment in zip(places, nearest, aligned, strict=True):
            notes = against(place, cosine)
            figures = values_of(ranking, place, rivals, cosine, alignment, notes, self._unlisted)
            found.append(self._fact_at(ranking, place, cosine, figures, notes))
        return found

    def _fact_at(
        self,
        ranking: Ranking,
        place: int,
        nearest: float,
        figures: tuple[float, ...],
        notes: tuple[GuardNote, ...],
    ) -> FactEvidence:
        ranker, coverage, fact = self.ranker, ranking.coverage, self.ranker.facts[place]
        backed, covered = backing(len(fact.questions)), float(coverage.words[place])
        chance = likelihood(figures, backed)
        may_deny = any(note.guard in DENIALS for note in notes)
        return FactEvidence(
            fact=fact,
            likelihood=chance,
            meant=likelihood_meant(figures, backed) if notes else chance,
            backing=backed,
            nearest=nearest,
            covered=covered,
            kinds_missed=float(coverage.kinds_missed[place]),
            is_phrasing=not ranking.completed
            and (covered >= NEARLY_ALL or not any(ranking.analysis.telling))
            and ranker.is_phrasing(ranking.analysis, fact),
            denies=may_deny and denies(ranking, ranker.aligner.answer(place), self.language),
            figures=figures,
            guards=notes,
        )


class ReadQuestion:
    """One question, as `Reading` has it; what is never asked for is never worked out."""

    def __init__(self, text: str, engine: Engine) -> None:
        self.text, self._engine = text, engine

    @cached_property
    def normalised(self) -> str:
        """As `Reading.normalised`."""
        return self._engine.normalise(self.text)

    @cached_property
    def analysis(self) -> Analysis:
        """The question as the ranker and the guards read it."""
        return self._engine.analyser.read(self.normalised)

    @cached_property
    def lean(self) -> Lean:
        """As `Reading.lean`."""
        return lean_of(self.analysis, self._engine.language)

    @property
    def is_grammar(self) -> bool:
        """As `Reading.is_grammar`."""
        language = self._engine.language
        grammar, fillers = language.function_words, language.fillers
        return all(word in grammar or word in fillers for word in self.normalised.split())

    @property
    def is_of_person(self) -> bool:
        """As `Reading.is_of_person`."""
        return is_of_person(self.normalised, self._engine.language)

    @cached_property
    def reaction(self) -> Reaction:
        """As `Reading.reaction`."""
        said, text = self._engine.language.dialogue, self.normalised
        taken = said.takes.fullmatch(text)
        return Reaction(
            agrees=said.yes.fullmatch(text) is not None,
            takes=None if taken is None else said.places[taken[1]],
            wants_evidence=said.wants_evidence.fullmatch(text) is not None,
            wants_more=said.wants_more.fullmatch(text) is not None,
        )

    @property
    def intent(self) -> Intent | None:
        """As `Reading.intent`."""
        return self._engine.recogniser(self.normalised, self.text)

    def foreign(self) -> OtherLanguage | None:
        """As `Reading.foreign`; small talk that the story's language lists is its own."""
        engine = self._engine
        tongue = engine.analyser.recognise(self.text)
        if tongue is None:
            return None
        listed = engine.recogniser
        if isinstance(listed, SmallTalk) and listed(self.normalised) is not None:
            return None
        said = engine.language.foreign.reply(
            tongue, engine.story.title, example_of(engine.story).title
        )
        return OtherLanguage(tongue.code, said)

    def find(self, *, as_spelt: bool = False) -> Evidence:
        """As `Reading.find`."""
        engine = self._engine
        read = engine.analyser.read(self.normalised, mends=False) if as_spelt else self.analysis
        return engine.evidence(engine.ranker.match_analysis(read))

    def find_otherwise(self) -> Evidence | None:
        """As `Reading.find_otherwise`."""
        ranker = self._engine.ranker
        read = match_bare_name(self.analysis, ranker) or match_asking_part(
            self.text, self.analysis, ranker
        )
        return None if read is None else self._engine.evidence(read)

    def follow_up(self, context: Context) -> FollowUp | None:
        """As `Reading.follow_up`."""
        engine, ranker = self._engine, self._engine.ranker
        followed = match_follow_up(self.text, self.analysis, context, engine.story, ranker)
        if followed is None:
            return None
        ranking, completed, names = followed
        speaks_of_none = partial(ranker.speaks_of_none, names=names)
        if self.is_of_person and not names:
            speaks_of_none = partial(speaks_of_nobody, language=engine.language)
        return FollowUp(engine.evidence(ranking), completed, speaks_of_none)

    def is_phrasing_of(self, fact: Fact) -> bool:
        """As `Reading.is_phrasing_of`."""
        return self._engine.ranker.is_phrasing(self.analysis, fact)
