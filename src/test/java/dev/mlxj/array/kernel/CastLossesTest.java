package dev.mlxj.array.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.tensor.DType;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.foreign.MemorySegment;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CastLossesTest {
    private static final float NAN = Float.NaN;
    private static final float INF = Float.POSITIVE_INFINITY;

    @Test
    void f32_to_f16_counts_new_infinities_and_new_zeros() {
        assertThat(
                        losses(
                                DType.F16, 1f, -70000f, 65520f, 65519f, INF, NAN, 1e-9f, 0x1p-25f,
                                3e-8f, -0f))
                .isEqualTo(new CastLosses(2, 2, 0, 0, 0, 0, 0));
    }

    @Test
    void f32_to_f32_and_wider_loses_nothing() {
        float[] any = RandomFloats.of(5000, 3);
        assertThat(losses(DType.F32, any)).isEqualTo(CastLosses.NONE);
        assertThat(losses(DType.F64, any)).isEqualTo(CastLosses.NONE);
        assertThat(losses(DType.C64, any)).isEqualTo(CastLosses.NONE);
    }

    @Test
    void floats_to_integers_count_fractions_ranges_and_nan() {
        assertThat(losses(DType.U8, 0f, 255f, 255.5f, 256f, -0.5f, -1f, NAN, INF, 3.25f))
                .isEqualTo(new CastLosses(0, 0, 3, 3, 1, 0, 0));
        assertThat(losses(DType.I8, -128.5f, -129f, 127f))
                .isEqualTo(new CastLosses(0, 0, 1, 1, 0, 0, 0));
        assertThat(losses(DType.I64, -0x1p63f, 0x1p63f))
                .isEqualTo(new CastLosses(0, 0, 0, 1, 0, 0, 0));
        assertThat(losses(DType.U64, 0x1p63f, 0x1p64f))
                .isEqualTo(new CastLosses(0, 0, 0, 1, 0, 0, 0));
        assertThat(losses(DType.BOOL, 0.5f, NAN, 0f)).isEqualTo(CastLosses.NONE);
    }

    @Test
    void integers_that_wrap_are_out_of_range() {
        long[] values = {0, 127, 128, -128, -129, 255, 256, Long.MIN_VALUE, 1L << 63 >>> 1};
        assertThat(
                        losses(DType.I64, DType.I8, MemorySegment.ofArray(values), values.length)
                                .range())
                .isEqualTo(6);
        assertThat(
                        losses(DType.I64, DType.U8, MemorySegment.ofArray(values), values.length)
                                .range())
                .isEqualTo(5);
        assertThat(
                        losses(DType.I64, DType.U64, MemorySegment.ofArray(values), values.length)
                                .range())
                .isEqualTo(3);
        assertThat(
                        losses(DType.U64, DType.I64, MemorySegment.ofArray(values), values.length)
                                .range())
                .as("seen without sign, three are beyond 2^63")
                .isEqualTo(3);
    }

    @Test
    void integers_that_become_infinite_overflow() {
        long[] values = {65504, 65519, 65520, -100_000};
        assertThat(losses(DType.I64, DType.F16, MemorySegment.ofArray(values), values.length))
                .isEqualTo(new CastLosses(2, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void a_complex_number_loses_its_imaginary_part_unless_that_is_zero() {
        float[] pairs = {1, 0, 2, -0f, 3, 1e-30f, 1e6f, NAN};
        assertThat(losses(DType.C64, DType.F16, MemorySegment.ofArray(pairs), 4))
                .isEqualTo(new CastLosses(1, 0, 0, 0, 0, 2, 0));
        assertThat(losses(DType.C64, DType.BOOL, MemorySegment.ofArray(pairs), 4))
                .isEqualTo(CastLosses.NONE);
    }

    @Test
    void small_floats_saturate_or_overflow_as_asked() {
        float[] values = {448f, 464f, 465f, INF, -1e9f, NAN, 1e-9f};
        MemorySegment in = MemorySegment.ofArray(values);
        assertThat(losses(DType.F8_E4M3, Overflow.SATURATE, in))
                .isEqualTo(new CastLosses(0, 1, 0, 0, 0, 0, 3));
        assertThat(losses(DType.F8_E4M3, Overflow.NAN, in))
                .isEqualTo(new CastLosses(3, 1, 0, 0, 0, 0, 0));
        assertThat(losses(DType.F8_E4M3, Overflow.SATURATE_NAN, in))
                .isEqualTo(new CastLosses(0, 1, 0, 0, 1, 0, 3));
        assertThat(losses(DType.F8_E5M2, Overflow.NAN, in))
                .isEqualTo(new CastLosses(1, 1, 0, 0, 0, 0, 0));
    }

    @Test
    void f4_has_no_nan_and_always_saturates() {
        float[] values = {NAN, 8f, 6f, 0.2f};
        MemorySegment in = MemorySegment.ofArray(values);
        assertThat(losses(DType.F4, Overflow.NAN, in))
                .isEqualTo(new CastLosses(0, 1, 0, 0, 1, 0, 1));
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"F16", "BF16", "F8_E5M2"})
    void counts_equal_those_of_exact_arithmetic(DType to) {
        for (DType from : new DType[] {DType.F32, DType.F64}) {
            float[] values = RandomFloats.of(50_000, 7);
            MemorySegment in = MemorySegment.ofArray(values);
            if (from == DType.F64) {
                in = MemorySegment.ofArray(new double[values.length]);
                Cast.cast(DType.F32, MemorySegment.ofArray(values), from, in, values.length);
            }
            long overflow = 0;
            long underflow = 0;
            for (float value : values) {
                double rounded = Float.isNaN(value) ? NAN : ExactRounding.to(to).round(value);
                overflow += Double.isInfinite(rounded) && !Float.isInfinite(value) ? 1 : 0;
                underflow += rounded == 0 && value != 0 ? 1 : 0;
            }
            Cast cast = Cast.of(from, to, Overflow.NAN).counting();
            cast.run(in, MemorySegment.ofArray(new byte[4 * values.length]), values.length);
            assertThat(cast.losses()).isEqualTo(new CastLosses(overflow, underflow, 0, 0, 0, 0, 0));
        }
    }

    private static CastLosses losses(DType to, float... values) {
        return losses(DType.F32, to, MemorySegment.ofArray(values), values.length);
    }

    private static CastLosses losses(DType to, Overflow overflow, MemorySegment floats) {
        Cast cast = Cast.of(DType.F32, to, overflow).counting();
        cast.run(floats, MemorySegment.ofArray(new byte[100]), floats.byteSize() / 4);
        return cast.losses();
    }

    private static CastLosses losses(DType from, DType to, MemorySegment in, int n) {
        Cast cast = Cast.of(from, to).counting();
        cast.run(in, MemorySegment.ofArray(new byte[8 * n]), n);
        return cast.losses();
    }
}
