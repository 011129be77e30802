package dev.mlxj.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.array.op.SearchSorted;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

/** Expected places of the first tests are those of mlx 0.32.4. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SearchSortedTest {
    private static final float INF = Float.POSITIVE_INFINITY;

    @Test
    void not_a_number_comes_last_and_infinities_in_their_place() {
        Array sorted = Array.of(-INF, -1f, 0f, 0f, 2f, INF, Float.NaN, Float.NaN);
        Array values = Array.of(Float.NaN, INF, -INF, 0f, -0f, 1f, 5f);
        assertThat(SearchSorted.of(sorted, values, false).toList())
                .isEqualTo(List.of(6L, 5L, 0L, 2L, 2L, 4L, 5L));
        assertThat(SearchSorted.of(sorted, values, true).toList())
                .isEqualTo(List.of(8L, 6L, 1L, 4L, 4L, 4L, 5L));
    }

    @Test
    void values_of_another_dtype_are_compared_in_that_of_both() {
        Array sorted = Array.of(1, 2, 3);
        assertThat(SearchSorted.of(sorted, Array.of(1.5f, 2.5f, 2f), true).toList())
                .isEqualTo(List.of(1L, 2L, 2L));
        assertThat(SearchSorted.of(Array.zeros(0), Array.of(1f, Float.NaN), true).toList())
                .isEqualTo(List.of(0L, 0L));
    }

    @Test
    void every_length_finds_what_counting_finds() {
        for (int n = 1; n < 70; n++) {
            float[] sorted = new float[n];
            for (int i = 0; i < n; i++) {
                sorted[i] = (i * 7919 % 23) - 11;
            }
            Arrays.sort(sorted);
            for (int value = -13; value < 14; value++) {
                int before = 0;
                int beforeOrEqual = 0;
                for (float element : sorted) {
                    before += element < value ? 1 : 0;
                    beforeOrEqual += element <= value ? 1 : 0;
                }
                Array wanted = Array.scalar((double) value);
                Array array = Array.of(sorted);
                assertThat(SearchSorted.of(array, wanted, false).itemLong()).isEqualTo(before);
                assertThat(SearchSorted.of(array, wanted, true).itemLong())
                        .isEqualTo(beforeOrEqual);
            }
        }
    }

    @Test
    void what_is_no_vector_is_refused() {
        assertThatThrownBy(() -> SearchSorted.of(Array.zeros(2, 3), Array.of(1f), true))
                .hasMessageStartingWith("[searchsorted] The sorted sequence must be 1-D. Given");
    }
}
