"""What has consequences for an account."""
