package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.array.random.Random;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.nn.Quantizable;
import dev.mlxj.tensor.Quantization;

/**
 * {@code x W^T + b}.
 *
 * <p>Shape: {@code [..., inputDims]} to {@code [..., outputDims]}. Parameters: {@code weight
 * [outputDims, inputDims]} and {@code bias [outputDims]}, uniform within 1/sqrt(inputDims) of zero
 * at first.
 */
public final class Linear extends Module implements Layer, Quantizable {
    private final Parameter weight;
    private final Parameter bias;

    public Linear(int inputDims, int outputDims) {
        this(inputDims, outputDims, true);
    }

    /** Without a bias if {@code bias} is false. */
    public Linear(int inputDims, int outputDims, boolean bias) {
        double bound = Math.sqrt(1.0 / inputDims);
        this.weight = parameter("weight", Random.uniform(-bound, bound, outputDims, inputDims));
        this.bias =
                bias
                        ? parameter("bias", Random.uniform(-bound, bound, outputDims))
                        : parameter("bias");
    }

    public Parameter weight() {
        return weight;
    }

    /** A slot without an array if the layer has no bias. */
    public Parameter bias() {
        return bias;
    }

    @Override
    public Array forward(Array x) {
        Array transposed = weight.value().T();
        return bias.isPresent() ? Array.addmm(bias.value(), x, transposed) : x.matmul(transposed);
    }

    @Override
    public QuantizedLinear toQuantized(Quantization how) {
        return QuantizedLinear.fromLinear(this, how);
    }

    @Override
    protected String extraRepr() {
        return "input_dims=%s, output_dims=%s, bias=%s"
                .formatted(
                        Repr.extent(weight, 1), Repr.extent(weight, 0), Repr.of(bias.isPresent()));
    }
}
