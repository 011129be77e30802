package dev.mlxj.array.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.tensor.DType;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;

/** Against sums that are written as one would say them, one element after the other. */
class ComparisonKernelTest {
    private static final List<DType> DTYPES =
            List.of(
                    DType.U8,
                    DType.I8,
                    DType.F8_E4M3,
                    DType.F8_E5M2,
                    DType.F4,
                    DType.I16,
                    DType.F16,
                    DType.BF16,
                    DType.I32,
                    DType.F32,
                    DType.F64,
                    DType.I64,
                    DType.U64);

    @Property(tries = 300)
    void equal_bits_are_counted_in_every_dtype(
            @ForAll @IntRange(max = 12) int dtype,
            @ForAll @IntRange(min = 1, max = 1100) int elements,
            @ForAll long seed) {
        DType type = DTYPES.get(dtype);
        int even = elements / 2 * 2;
        byte[] a = new byte[(int) type.byteSize(even)];
        Random random = new Random(seed);
        random.nextBytes(a);
        byte[] b = a.clone();
        for (int i = 0; i < b.length; i++) {
            b[i] ^= (byte) (random.nextInt(20) == 0 ? 1 << random.nextInt(8) : 0);
        }
        long equal = 0;
        for (int i = 0; i < even; i++) {
            equal += sameBits(type, a, b, i) ? 1 : 0;
        }

        assertThat(compare(type, a, b).equalBits()).isEqualTo(equal);
    }

    private static boolean sameBits(DType type, byte[] a, byte[] b, int element) {
        for (int bit = element * type.bits(); bit < (element + 1) * type.bits(); bit++) {
            if ((((a[bit / 8] ^ b[bit / 8]) >> (bit % 8)) & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    @Property(tries = 200)
    void differences_are_found_wherever_they_are(
            @ForAll @IntRange(min = 1, max = 1500) int n,
            @ForAll @IntRange(max = 1499) int at,
            @ForAll boolean odd,
            @ForAll long seed) {
        float[] a = new float[n];
        float[] b = new float[n];
        Random random = new Random(seed);
        for (int i = 0; i < n; i++) {
            a[i] = random.nextFloat() - 0.5f;
            b[i] = random.nextInt(3) == 0 ? a[i] * 1.25f : a[i];
        }
        if (odd) {
            a[at % n] = Float.NEGATIVE_INFINITY;
        }
        double largest = 0;
        double relative = 0;
        long beyond = 0;
        for (int i = 0; i < n; i++) {
            double difference = a[i] == b[i] ? 0 : Math.abs((double) a[i] - b[i]);
            largest = Math.max(largest, difference);
            relative = Math.max(relative, difference == 0 ? 0 : difference / Math.abs(b[i]));
            beyond += difference > 0.01 + 0.1 * Math.abs(b[i]) ? 1 : 0;
        }

        ComparisonKernel kernel = new ComparisonKernel();
        kernel.begin(0.1, 0.01);
        kernel.add(DType.F32, MemorySegment.ofArray(a), DType.F32, MemorySegment.ofArray(b));
        Comparison found = kernel.end();

        assertThat(found.values()).isEqualTo(n);
        assertThat(found.maxAbs()).isEqualTo(largest);
        assertThat(found.maxRelative()).isEqualTo(relative);
        assertThat(found.beyond()).isEqualTo(beyond);
    }

    private static Comparison compare(DType type, byte[] a, byte[] b) {
        ComparisonKernel kernel = new ComparisonKernel();
        kernel.begin(0, 0);
        kernel.add(type, MemorySegment.ofArray(a), type, MemorySegment.ofArray(b));
        return kernel.end();
    }
}
