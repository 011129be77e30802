package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Promotion;
import dev.mlxj.array.Quantized;
import dev.mlxj.array.Shapes;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Quantization;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The factors of a product with a quantised matrix as inputs of a primitive: x, the words, the
 * scales and, in affine mode, the biases; x, scales and biases in one dtype.
 */
record QuantizedFactors(List<Array> inputs) {
    /**
     * Checks the factors and brings them to one dtype.
     *
     * @param name of the operation, for messages
     * @throws IllegalArgumentException if dtypes or shapes do not fit
     */
    static QuantizedFactors of(String name, Array x, Quantized w, boolean transposed) {
        long inner = transposed ? w.columns() : w.rows();
        if (x.ndim() == 0 || x.shape().extent(-1) != inner) {
            throw new IllegalArgumentException(
                    "[%s] Last dimension of first input with shape %s does not match the expanded quantized matrix (%d, %d) computed from shape %s with %s and transpose=%b"
                            .formatted(
                                    name,
                                    Shapes.text(x.shape()),
                                    inner,
                                    transposed ? w.rows() : w.columns(),
                                    Shapes.text(w.weight().shape()),
                                    w.how(),
                                    transposed));
        }
        DType dtype = w.biases() == null ? x.dtype() : Promotion.of(x.dtype(), w.dtype());
        if (!dtype.isFloating() || dtype == DType.F64) {
            throw new IllegalArgumentException(
                    "[%s] Only float32, float16 and bfloat16 are supported but x is %s and scales are %s."
                            .formatted(
                                    name,
                                    Promotion.name(x.dtype()),
                                    Promotion.name(w.scales().dtype())));
        }
        List<Array> inputs = new ArrayList<>();
        inputs.add(AsType.of(x, dtype));
        inputs.add(w.weight());
        if (w.biases() == null) {
            inputs.add(w.scales());
        } else {
            inputs.add(AsType.of(w.scales(), dtype));
            inputs.add(AsType.of(w.biases(), dtype));
        }
        return new QuantizedFactors(inputs);
    }

    /** The packed matrix from inputs that begin with its words. */
    static Quantized quantized(List<Array> parts, Quantization how) {
        return new Quantized(
                parts.get(0), parts.get(1), how.hasBiases() ? parts.get(2) : null, how);
    }

    /** Why there is no gradient with respect to an input; that of x is 0. */
    static Optional<String> refusal(String name, Quantization how, int input) {
        if (input == 1) {
            return Optional.of("[%s::vjp] no gradient wrt the quantized weights.".formatted(name));
        }
        if (input == 2 && !how.hasBiases()) {
            return Optional.of(
                    "[%s::vjp] no gradient wrt scales in %s quantization."
                            .formatted(name, how.mode().text()));
        }
        return Optional.empty();
    }
}
