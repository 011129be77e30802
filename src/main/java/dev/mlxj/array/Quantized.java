package dev.mlxj.array;

import dev.mlxj.array.op.Dequantize;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Quantization;
import dev.mlxj.tensor.Shape;

import org.jspecify.annotations.Nullable;

/**
 * A matrix, or several in front of one another, packed to a few bits an element: what {@code
 * mlx.core.quantize} gives, and what files hold of a quantised layer.
 *
 * @param weight U32, {@code [.., rows, columns * bits / 32]}
 * @param scales {@code [.., rows, columns / group size]}: floating in affine mode, U8 in the others
 * @param biases as the scales, in affine mode alone
 * @param how what the codes mean
 */
public record Quantized(Array weight, Array scales, @Nullable Array biases, Quantization how) {
    /**
     * Checks that the parts fit.
     *
     * @throws IllegalArgumentException if a dtype or a shape is not as described
     */
    public Quantized {
        if (weight.dtype() != DType.U32) {
            throw new IllegalArgumentException(
                    "[quantize] The weight matrix should be uint32 but received "
                            + Promotion.name(weight.dtype()));
        }
        if (weight.ndim() < 2) {
            throw new IllegalArgumentException(
                    "[quantize] The packed matrix must have at least 2 dimensions but has shape "
                            + Shapes.text(weight.shape()));
        }
        requireParts(scales, biases, how);
        long columns = how.elements(weight.shape().extent(-1));
        Shape groups = Shapes.with(weight.shape(), weight.ndim() - 1, how.groups(columns));
        if (how.words(columns) != weight.shape().extent(-1)
                || how.groups(columns) * how.groupSize() != columns
                || !scales.shape().equals(groups)
                || (biases != null && !biases.shape().equals(groups))) {
            throw new IllegalArgumentException(
                    "[quantize] Shape of scales and biases does not match the matrix given the quantization parameters. Provided matrix of shape %s, scales of shape %s and biases of shape %s with %s"
                            .formatted(
                                    Shapes.text(weight.shape()),
                                    Shapes.text(scales.shape()),
                                    biases == null ? "none" : Shapes.text(biases.shape()),
                                    how));
        }
    }

    private static void requireParts(Array scales, @Nullable Array biases, Quantization how) {
        if (how.hasBiases() != (biases != null)) {
            throw new IllegalArgumentException(
                    biases == null
                            ? "[quantize] Biases must be provided for affine quantization."
                            : "[quantize] Biases must be null for quantization mode '%s'."
                                    .formatted(how.mode().text()));
        }
        if (biases == null && scales.dtype() != DType.U8) {
            throw new IllegalArgumentException(
                    "[quantize] Scale type must be uint8 but received type %s."
                            .formatted(Promotion.name(scales.dtype())));
        }
        if (biases != null && !Promotion.of(scales.dtype(), biases.dtype()).isFloating()) {
            throw new IllegalArgumentException(
                    "[quantize] Only real floating types are supported but scales are %s and biases are %s."
                            .formatted(
                                    Promotion.name(scales.dtype()),
                                    Promotion.name(biases.dtype())));
        }
    }

    /** Rows of one matrix. */
    public long rows() {
        return weight.shape().extent(-2);
    }

    /** Elements of one row. */
    public long columns() {
        return how.elements(weight.shape().extent(-1));
    }

    /** The dtype that scales and biases have together; BF16 in modes with scales of 8 bits. */
    public DType dtype() {
        return biases == null ? DType.BF16 : Promotion.of(scales.dtype(), biases.dtype());
    }

    /** The elements, in {@link #dtype}. Matches {@code mlx.core.dequantize}. */
    public Array dequantize() {
        return dequantize(dtype());
    }

    /** {@link Dequantize}: the elements, in a floating dtype. */
    public Array dequantize(DType dtype) {
        return Dequantize.of(this, dtype);
    }

    /** The rows of a matrix that indices choose; their shape stands in the place of the rows. */
    public Quantized take(Array indices) {
        return new Quantized(
                weight.take(indices, -2),
                scales.take(indices, -2),
                biases == null ? null : biases.take(indices, -2),
                how);
    }
}
