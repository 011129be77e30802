package dev.mlxj.array.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mlxj.tensor.DType;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;

@DisplayNameGeneration(ReplaceUnderscores.class)
class StatisticsKernelTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 511, 512, 513, 3000})
    void sums_are_as_good_as_exact_ones_whatever_the_length(int n) {
        float[] values = new float[n];
        Random random = new Random(n);
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < n; i++) {
            values[i] = 1000 + (float) random.nextGaussian();
            sum = sum.add(new BigDecimal(values[i]));
        }

        Statistics found = measure(values);

        assertThat(found.finite()).isEqualTo(n);
        if (n > 0) {
            BigDecimal mean = sum.divide(BigDecimal.valueOf(n), MathContext.DECIMAL128);
            BigDecimal squares = BigDecimal.ZERO;
            for (float value : values) {
                squares = squares.add(new BigDecimal(value).subtract(mean).pow(2));
            }
            double std = Math.sqrt(squares.doubleValue() / n);
            assertThat(found.mean()).isCloseTo(mean.doubleValue(), within(1e-12));
            assertThat(found.std()).isCloseTo(std, within(1e-12));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 511, 512, 2047})
    void what_is_not_finite_is_counted_and_changes_no_number(int at) {
        float[] values = new float[2048 + 3];
        Arrays.fill(values, 2);
        values[at] = Float.NaN;
        values[at + 1] = Float.POSITIVE_INFINITY;
        values[at + 2] = Float.NEGATIVE_INFINITY;
        values[at + 3] = -0f;

        assertThat(measure(values))
                .isEqualTo(
                        new Statistics(
                                2048,
                                1,
                                1,
                                2,
                                -0.0,
                                2,
                                2 * 2047 / 2048.0,
                                measure(values).squares()));
        assertThat(measure(values).squares()).isCloseTo(4 * 2047 / 2048.0, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"F32", "F16", "BF16", "F8_E4M3"})
    void floats_have_the_statistics_of_the_same_numbers_in_f64_to_the_bit(DType dtype) {
        Random random = new Random(5);
        float[] values = new float[5000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 7 == 0 ? -0f : (float) random.nextGaussian();
        }
        values[3000] = Float.NEGATIVE_INFINITY;
        MemorySegment narrow =
                MemorySegment.ofArray(new byte[Math.toIntExact(dtype.byteSize(values.length))]);
        MemorySegment wide = MemorySegment.ofArray(new double[values.length]);
        Cast.of(DType.F32, dtype, Overflow.NAN)
                .run(MemorySegment.ofArray(values), narrow, values.length);
        Cast.cast(dtype, narrow, DType.F64, wide, values.length);

        assertThat(measure(dtype, narrow)).isEqualTo(measure(DType.F64, wide));
    }

    private static Statistics measure(DType dtype, MemorySegment bytes) {
        StatisticsKernel kernel = new StatisticsKernel();
        kernel.begin();
        kernel.add(dtype, bytes);
        return kernel.end();
    }

    private static Statistics measure(float[] values) {
        return measure(DType.F32, MemorySegment.ofArray(values));
    }
}
