package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.layers.Linear;
import dev.mlxj.tensor.DType;

import java.io.IOException;

/**
 * Takes the experts with the greatest {@code softmax(scores)}, as much of each as that is.
 *
 * <p>Shape: {@code [.., experts]} to the same, 0 where an expert was not chosen.
 *
 * @param chosen how many experts a token takes
 * @param normalised whether their shares are made to sum to 1
 */
record TopKRouting(int experts, int chosen, boolean normalised) implements Layer {
    /** Reads {@code num_experts_per_tok}, which is at most {@code experts}. */
    static TopKRouting of(ModelConfig json, int experts, boolean normalised) throws IOException {
        int chosen = json.positive("num_experts_per_tok");
        if (chosen > experts) {
            throw json.unexpected(
                    "num_experts_per_tok", "at most " + experts + ", the number of experts");
        }
        return new TopKRouting(experts, chosen, normalised);
    }

    /** What gives the scores. */
    Linear gate(DecoderConfig c) {
        return new Linear(c.hiddenSize(), experts, false);
    }

    @Override
    public Array forward(Array scores) {
        Array shares = scores.astype(DType.F32).softmax(-1);
        Array taken = shares.multiply(MixtureOfExperts.greatest(shares, chosen).astype(DType.F32));
        Array all = normalised ? taken.divide(taken.sumKeepDims(-1)) : taken;
        return all.astype(scores.dtype());
    }
}
