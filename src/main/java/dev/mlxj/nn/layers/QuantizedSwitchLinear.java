package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.array.Quantized;
import dev.mlxj.array.random.Random;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.tensor.Quantization;
import dev.mlxj.tensor.Shape;

import java.util.Set;

/**
 * Linear layers of one size with packed weights, of which indices choose some for each input; only
 * those are decoded.
 *
 * <p>Parameters: {@code weight [experts, outputDims, inputDims * bits / 32]} of U32, {@code scales
 * [experts, outputDims, inputDims / groupSize]}, in affine mode {@code biases} as them, and {@code
 * bias [experts, outputDims]}. All are frozen at first; the weight is always, but for {@link
 * dev.mlxj.nn.FreezeOption#FORCE}. Matches {@code
 * mlx_lm.models.switch_layers.QuantizedSwitchLinear}.
 */
public final class QuantizedSwitchLinear extends Module implements ExpertLayer {
    private final PackedWeight packed;
    private final Parameter bias;

    /**
     * Layers of numbers within 1/sqrt(inputDims) of zero; biases are zeros.
     *
     * @throws IllegalArgumentException if the inputs do not divide into groups
     */
    public QuantizedSwitchLinear(
            int inputDims, int outputDims, int experts, boolean bias, Quantization how) {
        double bound = Math.sqrt(1.0 / inputDims);
        this.packed =
                new PackedWeight(
                        parameter("weight"), parameter("scales"), parameter("biases"), how);
        packed.set(Random.uniform(-bound, bound, experts, outputDims, inputDims).quantize(how));
        this.bias = parameter("bias");
        if (bias) {
            this.bias.set(Array.zeros(experts, outputDims));
        }
        freeze();
    }

    /**
     * The layers with the quantised weights of others. The bias, if there is one, trains.
     *
     * @throws IllegalArgumentException if the weights do not divide into groups
     */
    public static QuantizedSwitchLinear fromSwitchLinear(SwitchLinear linear, Quantization how) {
        Shape shape = linear.weight().value().shape();
        QuantizedSwitchLinear quantized =
                new QuantizedSwitchLinear(
                        Math.toIntExact(shape.extent(2)),
                        Math.toIntExact(shape.extent(1)),
                        Math.toIntExact(shape.extent(0)),
                        false,
                        how);
        quantized.packed.set(linear.weight().value().quantize(how));
        if (linear.bias().isPresent()) {
            quantized.bias.set(linear.bias().value());
        }
        return quantized;
    }

    /** The packed weights as they are now. */
    public Quantized packedWeight() {
        return packed.value();
    }

    /** A slot without an array if the layers have no bias. */
    public Parameter bias() {
        return bias;
    }

    public Quantization quantization() {
        return packed.how();
    }

    @Override
    protected Set<String> alwaysFrozen() {
        return Set.of("weight");
    }

    @Override
    public Array forward(Array x, Array indices) {
        Array y = Array.gatherQmm(x, packed.value(), null, indices);
        return SwitchLinear.withBias(y, bias, indices);
    }
}
