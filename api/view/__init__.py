"""The one door to a plan document: what leaves the store is a view that shows what its reader may see."""
