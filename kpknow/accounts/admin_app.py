"""Stands in INSTALLED_APPS in place of ``django.contrib.admin``; apart, since an app has one configuration."""

from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    default_site = "kpknow.accounts.site.StaffSite"
