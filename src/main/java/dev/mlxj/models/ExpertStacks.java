package dev.mlxj.models;

import java.util.List;

/**
 * Experts as mlx-lm stores them: {@code switch_mlp.gate_proj.weight [experts, out, in]}, and the
 * same with scales and biases where they are packed, in the place of {@code
 * experts.0.gate_proj.weight} and so on.
 */
final class ExpertStacks {
    private static final String STACK = ".switch_mlp.";

    private ExpertStacks() {}

    /**
     * Takes the stacks apart.
     *
     * @param names what the family calls the projections of an expert
     */
    static void unstack(StoredWeights weights, GatedMLP.Names names) {
        for (String name : List.copyOf(weights.arrays().keySet())) {
            int at = name.indexOf(STACK);
            int end = name.lastIndexOf('.');
            if (at > 0 && end > at + STACK.length()) {
                String mlp = name.substring(0, at);
                String projection = name.substring(at + STACK.length(), end);
                String part = name.substring(end);
                weights.unstack(
                        name, i -> mlp + ".experts." + i + "." + names.of(projection) + part);
            }
        }
    }
}
