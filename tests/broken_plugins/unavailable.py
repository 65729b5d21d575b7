"""Says that it cannot run here."""

from conformance import Backend

backend = Backend("unavailable", version="1", claims="core", unavailable="there is no such device")
