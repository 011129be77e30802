package dev.mlxj.surgery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.surgery.VerifyOptions.Bounds;
import dev.mlxj.tensor.DType;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.Optional;

@DisplayNameGeneration(ReplaceUnderscores.class)
class OutputBoundTest {
    private static final Bounds WIDE = bounds(Optional.empty());
    private static final Bounds WIDE_AND_CLOSE = bounds(Optional.of(1e-3));

    @Test
    void a_bound_for_single_values_decides_alone() {
        assertThat(OutputBound.sameWeights(DType.F32, 1, WIDE).exceededBy(far())).isEmpty();
        assertThat(OutputBound.rounded(Tolerance.of(DType.F32), WIDE).exceededBy(far())).isEmpty();
    }

    @Test
    void it_decides_with_the_others_that_were_asked_for() {
        assertThat(OutputBound.sameWeights(DType.F32, 1, WIDE_AND_CLOSE).exceededBy(far()))
                .hasValue("KL divergence 0.131 is over 0.00100");
    }

    @Test
    void where_none_is_asked_for_the_dtype_gives_all() {
        assertThat(OutputBound.rounded(Tolerance.of(DType.F32), Bounds.DEFAULT).exceededBy(far()))
                .isPresent();
    }

    private static Bounds bounds(Optional<Double> maxKl) {
        return new Bounds(Optional.empty(), Optional.of(100.0), maxKl, Optional.empty());
    }

    /** KL divergence 0.131, relative RMS more than 1, each value less than 100 away. */
    private static OutputComparison far() {
        return OutputComparison.of(
                OutputComparisonTest.pairs(new double[] {7, 7, 5, 1}),
                OutputComparisonTest.pairs(new double[] {0, Math.log(3), 5, 1}),
                new boolean[] {true, true},
                true,
                0,
                100);
    }
}
