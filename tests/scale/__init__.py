"""Many nodes on one machine, and parts of them killed; many readers: ``make drill-scale`` and ``make load``."""
