package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.tensor.DType;

import java.io.IOException;

/**
 * Takes the experts with the greatest {@code softmax(x W^T)}. Parameters: {@code weight [experts,
 * hidden]}.
 */
final class TopKRouter extends Module implements MixtureOfExperts.Router {
    /**
     * How a router chooses.
     *
     * @param chosen how many experts a token takes
     * @param normalised whether the weights of those are made to sum to 1
     */
    record Config(int experts, int chosen, boolean normalised) {
        /** Reads {@code num_experts_per_tok}, which is at most {@code experts}. */
        static Config of(ModelConfig json, int experts, boolean normalised) throws IOException {
            int chosen = json.positive("num_experts_per_tok");
            if (chosen > experts) {
                throw json.unexpected(
                        "num_experts_per_tok", "at most " + experts + ", the number of experts");
            }
            return new Config(experts, chosen, normalised);
        }
    }

    private final Parameter weight;
    private final Config config;

    TopKRouter(Config config, int hiddenSize) {
        weight = parameter("weight", Array.zeros(DType.F32, config.experts, hiddenSize));
        this.config = config;
    }

    @Override
    public Array weights(Array x) {
        Array shares = x.matmul(weight.value().T()).astype(DType.F32).softmax(-1);
        Array chosen = MixtureOfExperts.greatest(shares, config.chosen).astype(DType.F32);
        Array weights = shares.multiply(chosen);
        Array all = config.normalised ? weights.divide(weights.sumKeepDims(-1)) : weights;
        return all.astype(x.dtype());
    }
}
