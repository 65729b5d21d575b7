"""Claims a profile that does not exist."""

from conformance import Backend

backend = Backend("claims-nonsense", version="1", claims="cor")
