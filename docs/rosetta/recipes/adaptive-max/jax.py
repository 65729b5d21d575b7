"""No name for it: the maximum of each bin. Sizes are static, so it compiles to a fixed graph."""

import jax.numpy as jnp


def adaptive_max_pool2d(x, output_size):
    x = jnp.asarray(x)
    rows, columns = bins(x.shape[2], output_size[0]), bins(x.shape[3], output_size[1])
    return jnp.stack(
        [jnp.stack([x[:, :, r, c].max((2, 3)) for c in columns], -1) for r in rows], -2
    )


def bins(size, cells):
    return [slice(a * size // cells, -(-(a + 1) * size // cells)) for a in range(cells)]
