"""Faults in the bias."""

from tests.mutants.mutant import Mutant

MUTANTS = (
    Mutant(
        name="bias-of-first-channel",
        text="The bias of the first output channel is added to all of them.",
        clause="conv.bias.per-channel",
        replace=(("y += b.reshape(len(b), *(1,) * rank)", "y += b[0]"),),
    ),
    Mutant(
        name="bias-with-every-channel",
        text="The bias is added once for every input channel.",
        clause="conv.bias.per-channel",
        replace=(("y += b.reshape(len(b),", "y += w.shape[1] * b.reshape(len(b),"),),
    ),
    Mutant(
        name="bias-within-group",
        text="The bias is indexed within the group, so that all groups get that of the first.",
        clause="conv.bias.grouped",
        replace=(("y += b.reshape(len(b),", "y += np.tile(b[:outputs], groups).reshape(len(b),"),),
    ),
)
