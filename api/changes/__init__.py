"""Changes, delivered: one relay fills a log per organisation, and every road (stream, page, webhook) reads that log."""
