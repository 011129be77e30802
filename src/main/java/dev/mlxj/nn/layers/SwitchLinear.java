package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.array.random.Random;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.nn.Quantizable;
import dev.mlxj.tensor.Quantization;

/**
 * Linear layers of one size, the experts of a model, of which indices choose some for each input.
 *
 * <p>Parameters: {@code weight [experts, outputDims, inputDims]}, uniform within 1/sqrt(inputDims)
 * of zero at first, and {@code bias [experts, outputDims]}, zeros. Matches {@code
 * mlx_lm.models.switch_layers.SwitchLinear}.
 */
public final class SwitchLinear extends Module implements ExpertLayer, Quantizable {
    private final Parameter weight;
    private final Parameter bias;

    /** Without a bias if {@code bias} is false. */
    public SwitchLinear(int inputDims, int outputDims, int experts, boolean bias) {
        double bound = Math.sqrt(1.0 / inputDims);
        this.weight =
                parameter("weight", Random.uniform(-bound, bound, experts, outputDims, inputDims));
        this.bias = parameter("bias");
        if (bias) {
            this.bias.set(Array.zeros(experts, outputDims));
        }
    }

    public Parameter weight() {
        return weight;
    }

    /** A slot without an array if the layers have no bias. */
    public Parameter bias() {
        return bias;
    }

    @Override
    public Array forward(Array x, Array indices) {
        Array y = Array.gatherMm(x, weight.value().mT(), null, indices);
        return withBias(y, bias, indices);
    }

    /** With the biases of the chosen layers. */
    static Array withBias(Array y, Parameter bias, Array indices) {
        return bias.isPresent() ? y.add(bias.value().take(indices, 0).expandDims(-2)) : y;
    }

    @Override
    public QuantizedSwitchLinear toQuantized(Quantization how) {
        return QuantizedSwitchLinear.fromSwitchLinear(this, how);
    }
}
