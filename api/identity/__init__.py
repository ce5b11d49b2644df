"""Who is asking, for which organisation, in which role and for which doel: tokens, organisations and doelbinding."""
