from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class PacksConfig(AppConfig):
    name = "kpknow.packs"
    label = "packs"
    verbose_name = gettext_lazy("Take-home packs")
