"""Where cases come from: worked examples, small scope, Hypothesis, bad input."""
