package dev.mlxj.array.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.tensor.DType;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HistogramTest {
    private static long[] counts(double min, double max, int bins, double... values) {
        Histogram histogram = new Histogram(min, max, bins);
        MemorySegment bytes = MemorySegment.ofArray(new long[values.length]);
        for (int i = 0; i < values.length; i++) {
            bytes.set(Layouts.F64_LE, 8L * i, values[i]);
        }
        histogram.add(DType.F64, bytes, new Numbers());
        return histogram.counts();
    }

    @Test
    void a_bin_has_its_lower_border_and_the_last_one_its_upper_border_too() {
        assertThat(counts(0, 4, 4, 0, 0.99, 1, 2, 3.5, 4)).containsExactly(2, 1, 1, 2);
    }

    @Test
    void what_is_not_finite_or_outside_is_not_counted() {
        double infinity = Double.POSITIVE_INFINITY;
        assertThat(counts(0, 2, 2, Double.NaN, infinity, -infinity, -1, 3, 1))
                .containsExactly(0, 1);
    }

    @Test
    void equal_values_are_in_the_first_bin() {
        assertThat(counts(5, 5, 3, 5, 5)).containsExactly(2, 0, 0);
    }

    @Test
    void the_whole_range_of_doubles_has_bins() {
        double most = Double.MAX_VALUE;
        assertThat(counts(-most, most, 2, -most, -most / 2, 0, most / 2, most))
                .containsExactly(2, 3);
    }

    @Test
    void borders_are_finite_and_in_order() {
        assertThatThrownBy(() -> new Histogram(1, 0, 4)).hasMessageStartingWith("histogram: ");
        assertThatThrownBy(() -> new Histogram(Double.NaN, 0, 4)).hasMessageContaining("NaN");
    }
}
