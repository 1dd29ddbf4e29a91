"""Writers of formats that leave the site. They know no models: callers hand them words and numbers."""
