"""A store of files that speaks S3, as a process of its own, and what the site does with one."""
