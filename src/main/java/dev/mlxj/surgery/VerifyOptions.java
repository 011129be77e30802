package dev.mlxj.surgery;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;

import java.util.Map;
import java.util.Optional;

/**
 * How a verification is done.
 *
 * @param compute the dtype to compute in; empty for the stored one
 * @param requireForward whether it is an error that nothing can be computed
 * @param inputs what to run the model on; empty for its sample
 * @param expected the outputs that it must give; empty if none are known
 * @param texts token ids to measure the perplexity of; empty not to
 * @param gradients whether there is a backward pass as well
 * @param layers whether the states between layers are reported
 * @param bounds what was asked for instead of the defaults
 * @param memory upper bound for buffers, in bytes
 */
public record VerifyOptions(
        Optional<DType> compute,
        boolean requireForward,
        Optional<Map<String, Array>> inputs,
        Optional<Map<String, Array>> expected,
        Optional<Map<String, Array>> texts,
        boolean gradients,
        boolean layers,
        Bounds bounds,
        long memory) {

    /** What outputs and tensors are held against; empty for the default that the dtypes explain. */
    public record Bounds(
            Optional<Double> rtol,
            Optional<Double> atol,
            Optional<Double> maxKl,
            Optional<Double> minTop1) {
        public static final Bounds DEFAULT =
                new Bounds(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Computed in F32 on the sample, held against what the dtypes explain. */
    public static VerifyOptions of(long memory) {
        return new VerifyOptions(
                Optional.of(DType.F32),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                Bounds.DEFAULT,
                memory);
    }

    /** Whether something is asked for that takes a computation. */
    boolean needsForward() {
        return requireForward
                || gradients
                || layers
                || inputs.isPresent()
                || expected.isPresent()
                || texts.isPresent();
    }
}
