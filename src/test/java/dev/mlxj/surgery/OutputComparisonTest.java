package dev.mlxj.surgery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mlxj.array.Array;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class OutputComparisonTest {
    /** {@code p = (1/4, 3/4)} and {@code q = (1/2, 1/2)}: {@code 1/4 ln 1/2 + 3/4 ln 3/2}. */
    @Test
    void divergence_and_agreement_are_of_the_distributions_at_each_place() {
        double[] expected = {0, Math.log(3), 5, 1};
        double[] actual = {7, 7, 5, 1};

        OutputComparison found = compare(actual, expected, true, true);

        assertThat(found.kl().orElseThrow()).isCloseTo(0.130812035941137, within(1e-14));
        assertThat(found.top1().orElseThrow()).isEqualTo(0.5);
        assertThat(found.maxAbs()).isEqualTo(7);
        assertThat(found.beyond()).isEqualTo(2);
    }

    @Test
    void a_place_that_is_masked_does_not_count() {
        OutputComparison found =
                compare(new double[] {1, 2, 9, 9}, new double[] {1, 2, 3, 4}, true, false);

        assertThat(found.maxAbs()).isZero();
        assertThat(found.relativeRms()).isZero();
        assertThat(found.top1().orElseThrow()).isEqualTo(1);
    }

    /** Differences (0, 0, 3, 4) against (1, 2, 6, 8): {@code sqrt(25 / 105)}. */
    @Test
    void relative_rms_is_of_all_values_together() {
        OutputComparison found =
                compare(new double[] {1, 2, 9, 12}, new double[] {1, 2, 6, 8}, true, true);

        assertThat(found.relativeRms()).isCloseTo(Math.sqrt(25 / 105.0), within(1e-15));
    }

    @Test
    void what_is_no_number_is_within_no_bound() {
        OutputComparison found =
                compare(new double[] {1, Double.NaN, 1, 1}, new double[] {1, 1, 1, 1}, true, true);

        assertThat(found.beyond()).isEqualTo(1);
        assertThat(found.maxAbs()).isNaN();
        assertThat(found.relativeRms()).isNaN();
    }

    private static OutputComparison compare(
            double[] actual, double[] expected, boolean... counted) {
        return OutputComparison.of(pairs(actual), pairs(expected), counted, true, 0, 1);
    }

    static ForwardPass.Output pairs(double[] values) {
        return ForwardPass.output(Array.ofDoubles(values).reshape(-1, 2));
    }
}
