package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.array.Quantized;
import dev.mlxj.array.random.Random;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Quantization;

import java.util.Set;

/**
 * {@code x W^T + b} with a packed weight, which is decoded where it lies. A linear layer becomes
 * one by {@link Linear#toQuantized}.
 *
 * <p>Shape: {@code [.., inputDims]} to {@code [.., outputDims]}. Parameters: {@code weight
 * [outputDims, inputDims * bits / 32]} of U32, {@code scales [outputDims, inputDims / groupSize]},
 * in affine mode {@code biases} as them, and {@code bias [outputDims]}. All are frozen at first;
 * the weight is always, but for {@link dev.mlxj.nn.FreezeOption#FORCE}.
 */
public final class QuantizedLinear extends Module implements Layer {
    private final PackedWeight packed;
    private final Parameter bias;

    /** With a bias, in affine mode with groups of 64 and 4 bits. */
    public QuantizedLinear(int inputDims, int outputDims) {
        this(inputDims, outputDims, true, Quantization.of(Quantization.Mode.AFFINE));
    }

    /**
     * A layer of numbers within 1/sqrt(inputDims) of zero; its bias is zeros.
     *
     * @throws IllegalArgumentException if the inputs do not divide into groups
     */
    public QuantizedLinear(int inputDims, int outputDims, boolean bias, Quantization how) {
        double bound = Math.sqrt(1.0 / inputDims);
        this.packed =
                new PackedWeight(
                        parameter("weight"), parameter("scales"), parameter("biases"), how);
        packed.set(Random.uniform(-bound, bound, outputDims, inputDims).quantize(how));
        this.bias = parameter("bias");
        if (bias) {
            this.bias.set(Array.zeros(DType.F32, outputDims));
        }
        freeze();
    }

    /**
     * The layer with the quantised weight of another. The bias, if there is one, trains.
     *
     * @throws IllegalArgumentException if the weight does not divide into groups
     */
    public static QuantizedLinear fromLinear(Linear linear, Quantization how) {
        Array weight = linear.weight().value();
        QuantizedLinear quantized =
                new QuantizedLinear(
                        Math.toIntExact(weight.shape().extent(1)),
                        Math.toIntExact(weight.shape().extent(0)),
                        false,
                        how);
        quantized.packed.set(weight.quantize(how));
        if (linear.bias().isPresent()) {
            quantized.bias.set(linear.bias().value());
        }
        return quantized;
    }

    /** The packed weight as it is now. */
    public Quantized packedWeight() {
        return packed.value();
    }

    /** A slot without an array if the layer has no bias. */
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
    public Array forward(Array x) {
        Array y = x.quantizedMatmul(packed.value());
        return bias.isPresent() ? y.add(bias.value()) : y;
    }

    @Override
    protected String extraRepr() {
        return "input_dims=%s, output_dims=%s, bias=%s, %s"
                .formatted(
                        packed.columns(),
                        Repr.extent(packed.weight(), 0),
                        Repr.of(bias.isPresent()),
                        packed.how());
    }
}
