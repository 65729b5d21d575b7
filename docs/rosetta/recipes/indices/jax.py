"""No indices in `lax.reduce_window`: `jnp.argmax` over the taps, then the plane's own numbers."""

import jax.numpy as jnp
import numpy as np


def max_pool2d_indices(x, kernel, stride, padding):
    plane = np.arange(x.shape[2] * x.shape[3]).reshape(x.shape[2:])
    x = jnp.pad(x, ((0, 0), (0, 0), *padding), constant_values=-np.inf)
    plane = np.pad(plane, padding, constant_values=-1)
    taps = [(t, u) for t in range(kernel[0]) for u in range(kernel[1])]
    ends = [n - k + 1 for n, k in zip(plane.shape, kernel, strict=True)]

    def tap(a, t, u):
        return a[..., t : t + ends[0] : stride[0], u : u + ends[1] : stride[1]]

    values = jnp.stack([tap(x, t, u) for t, u in taps])
    cells = jnp.stack([jnp.broadcast_to(tap(plane, t, u), values.shape[1:]) for t, u in taps])
    best = values.argmax(0)[None]  # the first of equal ones
    return values.max(0), jnp.take_along_axis(cells, best, 0)[0]
