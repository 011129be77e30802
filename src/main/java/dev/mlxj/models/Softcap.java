package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;

import java.io.IOException;

/**
 * {@code cap * tanh(x / cap)}: scores that stay within a bound.
 *
 * @param cap the bound; infinite for none
 * @see <a href="https://arxiv.org/abs/2408.00118">Gemma team, Gemma 2</a>
 */
record Softcap(double cap) implements Layer {
    /** The bound that a config has under a key; none where that is absent or null. */
    static Softcap of(ModelConfig json, String key) throws IOException {
        double cap = json.number(key, Double.POSITIVE_INFINITY);
        if (cap <= 0) {
            throw json.unexpected(key, "a positive number");
        }
        return new Softcap(cap);
    }

    @Override
    public Array forward(Array x) {
        return Double.isInfinite(cap) ? x : x.divide(cap).tanh().multiply(cap);
    }
}
