import unicodedata
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kpknow.content.models.record import language_tag

COMMON_USE = "In common use; no published source recorded"
"""Said of a term nobody has looked up yet: honest, and easy to find again."""


def term_key(term: str) -> str:
    """One key for “PrEP”, “PREP” and “prép” (Unicode NFKD, case and accents folded; й stays apart from и)."""
    decomposed = unicodedata.normalize("NFKD", term.strip().casefold().replace("’", "'"))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign) or sign == "\u0306")


class Concept(models.Model):
    """A word the site sorts by. It is printed in the reader's language where we have a preferred label in it.

    ``names`` (language tag in lower case → label) is a copy of the preferred labels, kept here so that a list of a
    thousand concepts asks for nothing more. Saving and deleting a term keeps it; after a change to terms in bulk call
    ``keep_names``.
    """

    name: Any
    terms: Any
    names = models.JSONField(_("names by language"), default=dict, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """The name in the reader's language, in English where we have none."""
        label = name_in(self.names, get_language() or "en") if self.names else ""
        return str(label or self.name)

    def keep_names(self) -> None:
        """Copy the preferred labels of the terms: one query, and one more if something changed."""
        preferred = self.terms.filter(kind=TermKind.PREFERRED).values_list("language", "term")
        names = {language.lower(): term for language, term in preferred.order_by("language")}
        if names != self.names:
            self.names = names
            type(self)._default_manager.filter(pk=self.pk).update(names=names)


def name_in(names: dict[str, str], language: str) -> str:
    """The name in a language, or in its parent: “pt” serves a reader of “pt-br”. Empty where there is none."""
    return names.get(language) or names.get(language.split("-", maxsplit=1)[0], "")


class TermKind(models.TextChoices):
    PREFERRED = "preferred", _("Our word")
    SYNONYM = "synonym", _("Also said")
    NEAR = "near", _("Narrower or near")
    AVOID = "avoid", _("Older or hurtful")


class Term(models.Model):
    """A word for a concept in one language. A word names one concept of its kind: ``key`` is unique in a language."""

    concept_field: ClassVar[str]
    """The foreign key to what the term is a word for."""

    language = models.CharField(
        _("language"), max_length=20, default="en", validators=[language_tag], help_text=_("BCP 47: en, fr, pt-BR …")
    )
    term = models.CharField(_("term"), max_length=120)
    key = models.CharField(_("folded term"), max_length=120, editable=False)
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=TermKind.choices,
        default=TermKind.SYNONYM,
        help_text=_("All are found. Our word, one a language, and what is also said are printed; the others never."),
    )
    as_written = models.BooleanField(
        _("only as written"),
        default=False,
        help_text=_("Found in exactly these capitals, or alone: for letters like TS, and for words that mean more."),
    )
    source = models.CharField(
        _("where the term comes from"),
        max_length=200,
        help_text=_("A guideline with its year, or that it is in common use."),
    )

    class Meta:
        abstract = True
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ("language", "-kind", "term")
        constraints = [
            models.UniqueConstraint(fields=("language", "key"), name="events_%(class)s_names_one_concept"),
        ]

    def __str__(self) -> str:
        return self.term

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = term_key(self.term)
        super().save(*args, **kwargs)
        self.concept.keep_names()

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        concept = self.concept
        deleted = super().delete(*args, **kwargs)
        concept.keep_names()
        return deleted

    @property
    def concept(self) -> Any:
        return getattr(self, self.concept_field)


def one_preferred(concept: str) -> models.UniqueConstraint:
    """One label a language."""
    return models.UniqueConstraint(
        fields=(concept, "language"),
        condition=models.Q(kind=TermKind.PREFERRED),
        name=f"events_{concept}_one_preferred_label",
        violation_error_message=_("There is a preferred label in this language already."),
    )
