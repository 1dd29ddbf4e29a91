from kpknow.upkeep.models.job_run import JobRun

__all__ = ["JobRun"]
