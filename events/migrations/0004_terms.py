"""Other words of topics and countries, as populations have them; each with its source and a folded key."""

import unicodedata

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


def term_key(term):
    """As events.models.term had it when this was written."""
    decomposed = unicodedata.normalize("NFKD", term.strip().casefold().replace("’", "'"))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign) or sign == "\u0306")


def fill_keys(apps, schema_editor):
    """A word written twice in a language keeps its first row: they were found alike."""
    PopulationTerm = apps.get_model("events", "PopulationTerm")
    seen = set()
    for row in PopulationTerm.objects.order_by("pk"):
        row.key = term_key(row.term)[:120]
        if not row.key or (row.language, row.key) in seen:
            row.delete()
            continue
        seen.add((row.language, row.key))
        row.save(update_fields=["key"])


def lines_to_rows(apps, schema_editor):
    """Synonyms stood one a line, in no stated language; curators worked in English."""
    Topic = apps.get_model("events", "Topic")
    TopicTerm = apps.get_model("events", "TopicTerm")
    for topic in Topic.objects.exclude(synonyms="").order_by("pk"):
        for line in topic.synonyms.splitlines():
            term = line.strip()[:120]
            key = term_key(term)[:120]
            if key and not TopicTerm.objects.filter(language="en", key=key).exists():
                TopicTerm.objects.create(topic=topic, language="en", term=term, key=key)


def rows_to_lines(apps, schema_editor):
    Topic = apps.get_model("events", "Topic")
    TopicTerm = apps.get_model("events", "TopicTerm")
    for topic in Topic.objects.all():
        terms = TopicTerm.objects.filter(topic=topic, language="en", kind="synonym").order_by("pk")
        topic.synonyms = "\n".join(terms.values_list("term", flat=True))
        topic.save(update_fields=["synonyms"])


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0003_populations'),
    ]

    operations = [
        migrations.CreateModel(
            name='CountryTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(default='en', help_text='BCP 47: en, fr, pt-BR …', max_length=20, validators=[django.core.validators.RegexValidator('^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$', 'Write a language tag such as en, fr or pt-BR (BCP 47).')], verbose_name='language')),
                ('term', models.CharField(max_length=120, verbose_name='term')),
                ('key', models.CharField(editable=False, max_length=120, verbose_name='folded term')),
                ('kind', models.CharField(choices=[('preferred', 'Our word'), ('synonym', 'Also said'), ('near', 'Narrower or near'), ('avoid', 'Older or hurtful')], default='synonym', help_text='All are found. Our word, one a language, and what is also said are printed; the others never.', max_length=10, verbose_name='kind')),
                ('as_written', models.BooleanField(default=False, help_text='Found in exactly these capitals, or alone: for letters like TS, and for words that mean more.', verbose_name='only as written')),
                ('source', models.CharField(help_text='A guideline with its year, or that it is in common use.', max_length=200, verbose_name='where the term comes from')),
            ],
            options={
                'verbose_name': 'term',
                'verbose_name_plural': 'terms',
                'ordering': ('language', '-kind', 'term'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TopicTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(default='en', help_text='BCP 47: en, fr, pt-BR …', max_length=20, validators=[django.core.validators.RegexValidator('^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$', 'Write a language tag such as en, fr or pt-BR (BCP 47).')], verbose_name='language')),
                ('term', models.CharField(max_length=120, verbose_name='term')),
                ('key', models.CharField(editable=False, max_length=120, verbose_name='folded term')),
                ('kind', models.CharField(choices=[('preferred', 'Our word'), ('synonym', 'Also said'), ('near', 'Narrower or near'), ('avoid', 'Older or hurtful')], default='synonym', help_text='All are found. Our word, one a language, and what is also said are printed; the others never.', max_length=10, verbose_name='kind')),
                ('as_written', models.BooleanField(default=False, help_text='Found in exactly these capitals, or alone: for letters like TS, and for words that mean more.', verbose_name='only as written')),
                ('source', models.CharField(help_text='A guideline with its year, or that it is in common use.', max_length=200, verbose_name='where the term comes from')),
            ],
            options={
                'verbose_name': 'term',
                'verbose_name_plural': 'terms',
                'ordering': ('language', '-kind', 'term'),
                'abstract': False,
            },
        ),
        migrations.AlterModelOptions(
            name='populationterm',
            options={'ordering': ('language', '-kind', 'term'), 'verbose_name': 'term', 'verbose_name_plural': 'terms'},
        ),
        migrations.RemoveConstraint(
            model_name='populationterm',
            name='events_population_term_once',
        ),
        migrations.AddField(
            model_name='population',
            name='names',
            field=models.JSONField(default=dict, editable=False, verbose_name='names by language'),
        ),
        migrations.AddField(
            model_name='populationterm',
            name='as_written',
            field=models.BooleanField(default=False, help_text='Found in exactly these capitals, or alone: for letters like TS, and for words that mean more.', verbose_name='only as written'),
        ),
        migrations.AddField(
            model_name='populationterm',
            name='key',
            field=models.CharField(default='', editable=False, max_length=120, verbose_name='folded term'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='populationterm',
            name='source',
            field=models.CharField(default='', help_text='A guideline with its year, or that it is in common use.', max_length=200, verbose_name='where the term comes from'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='topic',
            name='names',
            field=models.JSONField(default=dict, editable=False, verbose_name='names by language'),
        ),
        migrations.AlterField(
            model_name='country',
            name='names',
            field=models.JSONField(default=dict, editable=False, verbose_name='names by language'),
        ),
        migrations.AlterField(
            model_name='populationterm',
            name='kind',
            field=models.CharField(choices=[('preferred', 'Our word'), ('synonym', 'Also said'), ('near', 'Narrower or near'), ('avoid', 'Older or hurtful')], default='synonym', help_text='All are found. Our word, one a language, and what is also said are printed; the others never.', max_length=10, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='populationterm',
            name='language',
            field=models.CharField(default='en', help_text='BCP 47: en, fr, pt-BR …', max_length=20, validators=[django.core.validators.RegexValidator('^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$', 'Write a language tag such as en, fr or pt-BR (BCP 47).')], verbose_name='language'),
        ),
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='populationterm',
            constraint=models.UniqueConstraint(fields=('language', 'key'), name='events_populationterm_names_one_concept'),
        ),
        migrations.AddConstraint(
            model_name='populationterm',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'preferred')), fields=('population', 'language'), name='events_population_one_preferred_label', violation_error_message='There is a preferred label in this language already.'),
        ),
        migrations.AddField(
            model_name='countryterm',
            name='country',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='events.country'),
        ),
        migrations.AddField(
            model_name='topicterm',
            name='topic',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='events.topic'),
        ),
        migrations.AddConstraint(
            model_name='countryterm',
            constraint=models.UniqueConstraint(fields=('language', 'key'), name='events_countryterm_names_one_concept'),
        ),
        migrations.AddConstraint(
            model_name='countryterm',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'preferred'), _negated=True), name='events_country_names_are_shipped', violation_error_message='The names of countries are shipped; add other names only.'),
        ),
        migrations.AddConstraint(
            model_name='topicterm',
            constraint=models.UniqueConstraint(fields=('language', 'key'), name='events_topicterm_names_one_concept'),
        ),
        migrations.AddConstraint(
            model_name='topicterm',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'preferred')), fields=('topic', 'language'), name='events_topic_one_preferred_label', violation_error_message='There is a preferred label in this language already.'),
        ),
        migrations.RunPython(lines_to_rows, rows_to_lines),
        migrations.RemoveField(
            model_name='topic',
            name='synonyms',
        ),
    ]
