package dev.mlxj.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Holds computed outputs against those of the reference implementation. */
final class Closeness {
    private static final ValueLayout.OfFloat F32_LE =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Closeness() {}

    /**
     * Every value within {@code atol + 1e-5 |expected|}, and all of them within a relative RMS of
     * 3e-6: two programs that compute in F32 differ by the order of their sums.
     *
     * @param mask [batch, length], 0 where a row does not count; null if all count
     */
    static void require(
            String what, Array found, Array expected, double atol, @Nullable Array mask) {
        assertThat(found.shape()).as(what).isEqualTo(expected.shape());
        float[] have = floats(found);
        float[] want = floats(expected);
        float[] counts = mask == null ? new float[] {1} : floats(mask);
        int perToken = have.length / counts.length;
        double squares = 0;
        double scale = 0;
        for (int i = 0; i < have.length; i++) {
            if (counts[i / perToken] == 0) {
                continue;
            }
            double difference = Math.abs((double) have[i] - want[i]);
            assertThat(difference)
                    .as("%s, value %d: %s, expected %s", what, i, have[i], want[i])
                    .isLessThanOrEqualTo(atol + 1e-5 * Math.abs(want[i]));
            squares += difference * difference;
            scale += (double) want[i] * want[i];
        }
        assertThat(Math.sqrt(squares / scale)).as("relative RMS of %s", what).isLessThan(3e-6);
    }

    private static float[] floats(Array array) {
        return array.astype(DType.F32).tensor().bytes().toArray(F32_LE);
    }
}
