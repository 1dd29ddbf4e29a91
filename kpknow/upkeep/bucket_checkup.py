"""What is wrong with the bucket of uploaded files: asked of the store, and tried as a stranger would."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.crypto import get_random_string

from kpknow.safety.kept_files import FilesAway
from kpknow.upkeep.backups.uploads import are_in_bucket, files_in
from kpknow.upkeep.trouble import Trouble, Troubles

VERSIONS = "Turn versioning off and remove all earlier versions of its files: docs/scale.md"
PRIVATE = "Take that right away: the site alone reads the bucket, by its key. docs/scale.md"
REACHED = "Does the store run? The key must list, read, write and delete in this bucket: docs/scale.md"
EVERYBODY = ("/global/AllUsers", "/global/AuthenticatedUsers")
"""How ACLs name all the world, and all the world with an account at the store."""


def bucket_is_private_and_forgets() -> Troubles:
    if not are_in_bucket():
        return
    bucket: Any = default_storage
    probe = f"doctor/{get_random_string(20).lower()}"
    try:
        next(bucket.stored(), None)
        bucket.replace(probe, ContentFile(b"Is it there?"))
        is_open = bucket.strangers_may_read(probe)
        bucket.delete(probe)
        if is_open or is_opened_by_rule(bucket):
            yield Trouble("Strangers can read uploaded files in the bucket, withdrawn ones too.", PRIVATE)
        yield from versions_are_off(bucket)
    except FilesAway as away:
        yield Trouble(str(away), REACHED)
    at = urlsplit(bucket.endpoint_url)
    if at.scheme != "https" and at.hostname not in settings.THIS_MACHINE:
        words = "Uploaded files travel between this machine and their store unencrypted."
        yield Trouble(words, "MEDIA_ENDPOINT=https://…, unless the line between is your own.", is_grave=False)


def versions_are_off(bucket: Any) -> Troubles:
    """A bucket under versions deletes nothing: it lays a mark over what was there."""
    told = bucket.told("get_bucket_versioning")
    if told is None:
        words = "The store does not say whether the bucket keeps earlier versions of files."
        yield Trouble(words, f"See to it yourself. {VERSIONS}", is_grave=False)
    elif told.get("Status") == "Enabled":
        yield Trouble("The bucket keeps earlier versions: withdrawn pictures are not deleted.", VERSIONS)
    elif told.get("Status") == "Suspended" and has_earlier_ones(bucket.told("list_object_versions") or {}):
        yield Trouble("Earlier versions of files are left in the bucket, withdrawn pictures among them.", VERSIONS)


def has_earlier_ones(listed: dict[str, Any]) -> bool:
    """Among the first thousand. A mark that something was deleted holds no more than its name."""
    return any(not one["IsLatest"] for one in listed.get("Versions", ()))


def is_opened_by_rule(bucket: Any) -> bool:
    """By its ACL or its policy, also where that asks for more than a stranger on this machine has."""
    grants = (bucket.told("get_bucket_acl") or {}).get("Grants", ())
    if any(str(grant.get("Grantee", {}).get("URI", "")).endswith(EVERYBODY) for grant in grants):
        return True
    policy = (bucket.told("get_bucket_policy") or {}).get("Policy")
    statements = json.loads(policy).get("Statement", []) if policy else []
    return any(
        one.get("Effect") == "Allow" and is_everybody(one.get("Principal"))
        for one in (statements if isinstance(statements, list) else [statements])
    )


def is_everybody(principal: Any) -> bool:
    """As policies name people: “*”, or by kind of account one or several."""
    if isinstance(principal, dict):
        return any(is_everybody(one) for one in principal.values())
    return "*" in principal if isinstance(principal, list) else principal == "*"


def no_files_are_left_behind() -> Troubles:
    """Of the time before the bucket: no purge looks there any more."""
    folder = Path(settings.MEDIA_ROOT)
    if are_in_bucket() and (left := sum(1 for _file in files_in(folder))):
        words = f"{left} uploaded files lie in {folder}, where no withdrawal reaches them any more."
        yield Trouble(words, "Bring them into the bucket as docs/scale.md says, then remove the folder.")
