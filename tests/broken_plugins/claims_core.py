"""Claims a profile of which it implements a part."""

from correct import conv

from conformance import Backend

backend = Backend("claims-core", version="1", claims="core")
backend.implements("conv")(conv)
