package dev.mlxj.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.tensor.DType;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The positions are those of a stable sort that compares the elements themselves. */
class ArgSortTest {
    @Property(tries = 200)
    void integers_of_any_size(@ForAll @Size(max = 60) List<Long> numbers) {
        long[] array = numbers.stream().mapToLong(Long::longValue).toArray();
        check(Array.of(array), numbers, Comparator.naturalOrder());
    }

    @Property(tries = 200)
    void integers_that_repeat(
            @ForAll @Size(max = 60) List<@LongRange(min = -3, max = 3) Long> numbers) {
        integers_of_any_size(numbers);
    }

    @Property(tries = 200)
    void real_numbers_with_both_zeros_and_not_a_number(@ForAll @Size(max = 40) List<Double> drawn) {
        List<Double> numbers = new ArrayList<>(drawn);
        numbers.addAll(List.of(0.0, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, -0.0, 1e300));
        numbers.addAll(List.of(0.0, Double.NaN, Double.POSITIVE_INFINITY));
        double[] array = numbers.stream().mapToDouble(Double::doubleValue).toArray();
        Comparator<Double> order = Comparator.comparingDouble(x -> x + 0.0);
        check(Array.ofDoubles(array), numbers, order);
        List<Double> rounded = numbers.stream().map(x -> (double) x.floatValue()).toList();
        check(Array.ofDoubles(array).astype(DType.F32), rounded, order);
    }

    private static <T> void check(Array array, List<T> numbers, Comparator<T> order) {
        List<Long> expected =
                IntStream.range(0, numbers.size())
                        .boxed()
                        .sorted((i, j) -> order.compare(numbers.get(i), numbers.get(j)))
                        .map(Integer::longValue)
                        .toList();
        assertThat(array.argsort(0).toList()).isEqualTo(expected);
    }
}
