"""`python -m tests.bench.ours`: the API as `reintegratieplan serve` starts it."""

from api.commands.serve import run_server
from api.settings import load_settings

if __name__ == "__main__":
    run_server(load_settings())
