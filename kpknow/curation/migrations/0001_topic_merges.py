import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('events', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TopicMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('merged_state', models.JSONField(verbose_name='merged topic after the merge')),
                ('kept_state', models.JSONField(verbose_name='kept topic after the merge')),
                ('terms_moved', models.JSONField(default=list, help_text='Key of each term, and the kind it had before.', verbose_name='terms moved')),
                ('terms_added', models.JSONField(default=list, help_text='Their keys.', verbose_name='terms added')),
                ('led_here', models.JSONField(default=list, help_text='Their keys: they lead to the kept topic now.', verbose_name='topics merged into it before')),
                ('addresses_before', models.JSONField(default=dict, help_text='Old slug and where it led.', verbose_name='former addresses before')),
                ('merged_at', models.DateTimeField(auto_now_add=True, verbose_name='merged')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.topic', verbose_name='kept topic')),
                ('merged', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.topic', verbose_name='merged topic')),
                ('merged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='merged by')),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='undone by')),
            ],
            options={
                'verbose_name': 'merge of topics',
                'verbose_name_plural': 'merges of topics',
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='MergedTagging',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60, verbose_name='kind of tagging')),
                ('tagging', models.BigIntegerField(verbose_name='key of the tagging')),
                ('record', models.BigIntegerField(verbose_name='key of the record')),
                ('was_double', models.BooleanField(default=False, verbose_name='removed as a double')),
                ('merge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taggings', to='curation.topicmerge')),
            ],
            options={
                'verbose_name': 'merged tagging',
                'verbose_name_plural': 'merged taggings',
            },
        ),
        migrations.CreateModel(
            name='DistinctTopics',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('said_at', models.DateTimeField(auto_now_add=True, verbose_name='said')),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='events.topic')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='events.topic')),
                ('said_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'topics that are not the same',
                'verbose_name_plural': 'topics that are not the same',
                'ordering': ('one__name', 'other__name'),
                'constraints': [models.UniqueConstraint(fields=('one', 'other'), name='curation_distinct_topics_said_once'), models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='curation_distinct_topics_in_order')],
            },
        ),
        migrations.AddConstraint(
            model_name='topicmerge',
            constraint=models.CheckConstraint(condition=models.Q(('merged', models.F('kept')), _negated=True), name='curation_topic_merge_of_two_topics'),
        ),
        migrations.AddConstraint(
            model_name='topicmerge',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('merged',), name='curation_topic_merge_stands_once'),
        ),
        migrations.AddConstraint(
            model_name='mergedtagging',
            constraint=models.UniqueConstraint(fields=('merge', 'kind', 'tagging'), name='curation_merged_tagging_once'),
        ),
    ]
