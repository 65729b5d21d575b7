"""Claims a profile that does not exist."""

from correct import conv

from conformance import Backend

backend = Backend("claims-nonsense", version="1", claims="cor")
backend.implements("conv")(conv)
