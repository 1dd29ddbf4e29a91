"""Many nodes on one machine, and parts of them killed: ``make drill-scale``."""
