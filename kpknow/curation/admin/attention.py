"""The lists of events and stories get the filter behind the cards of the first page."""

from kpknow.curation.attention.filters import offer_filters

offer_filters()
