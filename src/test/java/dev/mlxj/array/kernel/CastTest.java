package dev.mlxj.array.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.golden.TensorComparison;
import dev.mlxj.tensor.DType;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CastTest {
    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"F16", "BF16", "F8_E4M3", "F8_E5M2", "F8_E4M3FNUZ", "F8_E5M2FNUZ", "F4"})
    void f32_rounds_to_the_nearest_value_with_ties_to_even(DType to) {
        float[] values = RandomFloats.of(200_000, 1);
        MemorySegment back = MemorySegment.ofArray(new float[values.length]);
        MemorySegment narrow = bytes(to, values.length);
        Cast.of(DType.F32, to, Overflow.NAN)
                .run(MemorySegment.ofArray(values), narrow, values.length);
        Cast.cast(to, narrow, DType.F32, back, values.length);
        ExactRounding exact = ExactRounding.to(to);
        boolean infinities = to == DType.F16 || to == DType.BF16 || to == DType.F8_E5M2;
        for (int i = 0; i < values.length; i++) {
            float got = back.get(Layouts.F32_LE, 4L * i);
            if (Float.isNaN(values[i])) {
                assertThat(Float.isNaN(got) || to == DType.F4).isTrue();
                continue;
            }
            double expected = exact.round(values[i]);
            if (Double.isInfinite(expected) && !infinities) {
                expected = to == DType.F4 ? Math.copySign(6, expected) : Double.NaN;
            }
            if (got != expected && !(Double.isNaN(expected) && Float.isNaN(got))) {
                assertThat((double) got).as("%s as %s", values[i], to).isEqualTo(expected);
            }
        }
    }

    @Test
    void f64_rounds_once_to_f32_and_twice_to_f16() {
        double[] values = {
            1 + 0x1p-11 + 0x1p-40, 1 + 0x1.8p-10 - 0x1p-40, 0x1.ffffffp127, 0x1p-150, 0x1.8p-150
        };
        float[] singles = new float[values.length];
        float[] halves = new float[values.length];
        MemorySegment in = MemorySegment.ofArray(values);
        Cast.cast(DType.F64, in, DType.F32, MemorySegment.ofArray(singles), values.length);
        MemorySegment f16 = bytes(DType.F16, values.length);
        Cast.cast(DType.F64, in, DType.F16, f16, values.length);
        Cast.cast(DType.F16, f16, DType.F32, MemorySegment.ofArray(halves), values.length);
        for (int i = 0; i < values.length; i++) {
            double once = ExactRounding.to(DType.F32).round(values[i]);
            assertThat((double) singles[i]).isEqualTo(once);
            assertThat((double) halves[i]).isEqualTo(ExactRounding.to(DType.F16).round(once));
        }
        assertThat(halves[0]).as("by way of f32 the tie is at 1").isEqualTo(1f);
    }

    @Test
    void all_halves_survive_a_journey_through_f32_and_f64() {
        for (DType dtype : new DType[] {DType.F16, DType.BF16}) {
            short[] halves = new short[1 << 16];
            for (int i = 0; i < halves.length; i++) {
                halves[i] = (short) i;
            }
            for (DType wide : new DType[] {DType.F32, DType.F64}) {
                MemorySegment there = bytes(wide, halves.length);
                short[] back = new short[halves.length];
                Cast.cast(dtype, MemorySegment.ofArray(halves), wide, there, halves.length);
                Cast.cast(wide, there, dtype, MemorySegment.ofArray(back), halves.length);
                for (int i = 0; i < halves.length; i++) {
                    double value = TensorComparison.value(dtype, MemorySegment.ofArray(halves), i);
                    if (Double.isNaN(value)) {
                        assertThat(TensorComparison.value(dtype, MemorySegment.ofArray(back), i))
                                .isNaN();
                    } else {
                        assertThat(back[i]).isEqualTo(halves[i]);
                    }
                }
            }
        }
    }

    @Test
    void every_nan_becomes_7fc0_as_bf16() {
        float[] values = new float[101];
        values[50] = Float.intBitsToFloat(0xff80_0001);
        values[99] = Float.intBitsToFloat(0x7fff_ffff);
        values[100] = Float.NaN;
        short[] halves = new short[101];
        Cast.cast(
                DType.F32,
                MemorySegment.ofArray(values),
                DType.BF16,
                MemorySegment.ofArray(halves),
                101);
        assertThat(new short[] {halves[50], halves[99], halves[100]}).containsOnly((short) 0x7fc0);
        assertThat(halves[49]).isZero();
    }

    /** Lengths around the vector width and the block, at an odd address. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 15, 16, 17, 31, 33, 2047, 2048, 2049, 4097})
    void any_length_at_any_address_gives_the_same_as_one_element_at_a_time(int n) {
        for (DType from : DType.values()) {
            for (DType to : DType.values()) {
                if (from.bits() < 8 || to.bits() < 8) {
                    continue;
                }
                MemorySegment in = bytes(from, n + 1).asSlice(1, from.byteSize(n));
                MemorySegment floats = MemorySegment.ofArray(RandomFloats.of(n, n));
                Cast.cast(DType.F32, floats, from, in, n);
                MemorySegment out = bytes(to, n + 1).asSlice(1, to.byteSize(n));
                MemorySegment singly = bytes(to, n);
                Cast cast = Cast.of(from, to);
                cast.run(in, out, n);
                for (int i = 0; i < n; i++) {
                    cast.run(
                            in.asSlice(from.byteSize(i), from.byteSize(1)),
                            singly.asSlice(to.byteSize(i), to.byteSize(1)),
                            1);
                }
                assertThat(out.mismatch(singly)).as("%s to %s", from, to).isEqualTo(-1);
            }
        }
    }

    @Test
    void f4_packs_two_codes_a_byte_the_first_in_the_low_half() {
        float[] values = {1f, -6f, 0.5f, 0f};
        byte[] packed = new byte[2];
        Cast.cast(
                DType.F32,
                MemorySegment.ofArray(values),
                DType.F4,
                MemorySegment.ofArray(packed),
                4);
        assertThat(packed).containsExactly(0xf2, 0x01);
        float[] back = new float[4];
        Cast.cast(
                DType.F4, MemorySegment.ofArray(packed), DType.F32, MemorySegment.ofArray(back), 4);
        assertThat(back).containsExactly(values);
    }

    @Test
    void six_bit_floats_have_no_packing_to_read_or_write() {
        assertThatThrownBy(() -> Cast.of(DType.F6_E2M3, DType.F32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("F6_E2M3 has no agreed packing, so its elements cannot be read");
    }

    private static MemorySegment bytes(DType dtype, long elements) {
        long size = Math.ceilDiv(elements * dtype.bits(), 8);
        return MemorySegment.ofArray(new byte[Math.toIntExact(size)]);
    }
}
