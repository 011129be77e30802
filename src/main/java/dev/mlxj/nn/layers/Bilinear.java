package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.array.random.Random;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.tensor.Shape;

/**
 * {@code y_i = x2^T W_i x1 + b_i}.
 *
 * <p>Shape: {@code [..., input1Dims]} and {@code [..., input2Dims]} to {@code [..., outputDims]}.
 * Parameters: {@code weight [outputDims, input2Dims, input1Dims]} and {@code bias [outputDims]},
 * uniform within 1/sqrt(input1Dims) of zero at first.
 */
public final class Bilinear extends Module {
    private final Parameter weight;
    private final Parameter bias;

    public Bilinear(int input1Dims, int input2Dims, int outputDims) {
        this(input1Dims, input2Dims, outputDims, true);
    }

    /** Without a bias if {@code bias} is false. */
    public Bilinear(int input1Dims, int input2Dims, int outputDims, boolean bias) {
        double bound = Math.sqrt(1.0 / input1Dims);
        this.weight =
                parameter(
                        "weight",
                        Random.uniform(-bound, bound, outputDims, input2Dims, input1Dims));
        this.bias =
                bias
                        ? parameter("bias", Random.uniform(-bound, bound, outputDims))
                        : parameter("bias");
    }

    public Array forward(Array x1, Array x2) {
        Shape shape = weight.value().shape();
        long out = shape.extent(0);
        long in2 = shape.extent(1);
        long in1 = shape.extent(2);
        Array flat = weight.value().reshape(out * in2, in1);
        Array inner = x1.reshape(-1, in1).matmul(flat.T()).reshape(-1, out, in2).swapaxes(-2, -1);
        long[] result = x1.shape().toArray();
        result[result.length - 1] = out;
        Array y = x2.reshape(-1, 1, in2).matmul(inner).squeeze(1).reshape(result);
        return bias.isPresent() ? y.add(bias.value()) : y;
    }

    @Override
    protected String extraRepr() {
        return "input1_dims=%s, input2_dims=%s, output_dims=%s, bias=%s"
                .formatted(
                        Repr.extent(weight, 2),
                        Repr.extent(weight, 1),
                        Repr.extent(weight, 0),
                        Repr.of(bias.isPresent()));
    }
}
