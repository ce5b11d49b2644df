"""MongoDB: the one package that touches the database and raw plan documents."""
