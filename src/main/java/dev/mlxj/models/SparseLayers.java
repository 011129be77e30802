package dev.mlxj.models;

import java.io.IOException;
import java.util.List;

/**
 * Which layers of a Qwen model have experts: every {@code decoder_sparse_step}-th that is none of
 * {@code mlp_only_layers}.
 */
record SparseLayers(int step, List<Double> dense) {
    static SparseLayers of(ModelConfig json) throws IOException {
        return new SparseLayers(
                json.positive("decoder_sparse_step"),
                json.has("mlp_only_layers") ? json.numbers("mlp_only_layers") : List.of());
    }

    boolean contains(int layer) {
        return (layer + 1) % step == 0 && !dense.contains((double) layer);
    }
}
