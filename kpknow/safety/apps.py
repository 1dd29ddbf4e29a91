from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "kpknow.safety"
    label = "safety"

    def ready(self) -> None:
        from kpknow.safety import checks  # noqa: F401, PLC0415  registers the system checks once the settings stand
