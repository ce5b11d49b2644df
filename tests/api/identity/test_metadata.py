import json

from api.identity.metadata import ResourceMetadata
from tests.api.identity.connections import request


async def test_the_metadata_tell_where_tokens_come_from_and_how_they_are_sent() -> None:
    metadata = ResourceMetadata(
        "https://plan.example/v1", "https://plan.example", {"https://b", "https://a"}, bound_only=True
    )
    assert metadata.path == "/.well-known/oauth-protected-resource/v1"
    assert metadata.url == "https://plan.example/.well-known/oauth-protected-resource/v1"
    response = await metadata.respond(request())  # type: ignore[arg-type] # a request it is
    body = json.loads(bytes(response.body))
    # RFC 9728 §3.3: a client compares this with the address that it started from.
    assert body["resource"] == "https://plan.example/v1"
    assert body["authorization_servers"] == ["https://a", "https://b"]
    assert body["bearer_methods_supported"] == ["header"]
    assert body["dpop_signing_alg_values_supported"] == ["ES256", "PS256", "RS256"]
