"""The leesplan: the plan in plain Dutch (B1), for the one whom it is about. Short sentences, one thing in each."""
