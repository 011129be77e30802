package dev.mlxj.optim;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;
import dev.mlxj.tree.Tree;

/**
 * Bounds the norm of all gradients together. Matches {@code mlx.optimizers.clip_grad_norm}.
 *
 * {@snippet class="dev.mlxj.optim.ClipGradNormTest" region="clip"}
 */
public final class ClipGradNorm {
    private ClipGradNorm() {}

    /**
     * What is given back.
     *
     * @param gradients in the form and the dtypes that they had
     * @param norm the norm before, without axes
     */
    public record Result(Tree<Array> gradients, Array norm) {}

    /**
     * The gradients times {@code min(maxNorm / (norm + 1e-6), 1)}. The norm is the root of the sum
     * of all squares; squares of F16 are summed in F32, which holds them.
     */
    public static Result of(Tree<Array> gradients, double maxNorm) {
        Require.notNegative("ClipGradNorm", "maxNorm", maxNorm);
        Array norm =
                gradients
                        .map(ClipGradNorm::squaredNorm)
                        .reduce(Array::add)
                        .orElseGet(() -> Array.scalar(0.0))
                        .sqrt();
        Array factor = Array.divide(maxNorm, norm.add(1e-6)).minimum(1.0);
        return new Result(gradients.map(gradient -> scaled(gradient, factor)), norm);
    }

    private static Array squaredNorm(Array gradient) {
        boolean overflows = gradient.dtype() == DType.F16;
        return (overflows ? gradient.astype(DType.F32) : gradient).square().sum();
    }

    private static Array scaled(Array gradient, Array factor) {
        Array scaled = gradient.multiply(factor);
        return gradient.dtype().isFloating() ? scaled.astype(gradient.dtype()) : scaled;
    }
}
