package dev.mlxj.array.op;

import dev.mlxj.array.Array;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The positions that sort the elements along an axis, NaN last; equal elements keep their order.
 * Matches {@code mlx.core.argsort}.
 *
 * <p>Real elements become integers of the same order; these are sorted 32 bits at a time, each with
 * its position behind it in one long. Sorting longs takes a tenth of what comparing positions does.
 */
public record ArgSort() implements RowIndices {
    private static final long HIGH = 0xFFFF_FFFF_0000_0000L;

    /** Along an axis. */
    public static Array of(Array x, int axis) {
        return Rows.along(new ArgSort(), x, axis);
    }

    @Override
    public int width(int n) {
        return n;
    }

    @Override
    public void apply(float[] row, int n, long[] out) {
        for (int i = 0; i < n; i++) {
            // Adding 0 makes the two zeros equal. Negative numbers have descending bits.
            int bits = Float.floatToIntBits(row[i] + 0f);
            out[i] = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
        }
        sort(out, n);
    }

    @Override
    public void apply(double[] row, int n, long[] out) {
        for (int i = 0; i < n; i++) {
            long bits = Double.doubleToLongBits(row[i] + 0.0);
            out[i] = bits ^ ((bits >> 63) & Long.MAX_VALUE);
        }
        sort(out, n);
    }

    @Override
    public void apply(long[] row, int n, long[] out, boolean unsigned) {
        long flip = unsigned ? Long.MIN_VALUE : 0;
        for (int i = 0; i < n; i++) {
            out[i] = row[i] ^ flip;
        }
        sort(out, n);
    }

    @Override
    public void applyComplex(float[] row, int n, long[] out) {
        Comparator<Integer> order =
                (i, j) -> Complex.compare(Complex.at(row, i), Complex.at(row, j));
        int at = 0;
        for (int position : IntStream.range(0, n).boxed().sorted(order).toList()) {
            out[at++] = position;
        }
    }

    /** Puts in the place of the first n numbers the positions that sort them. */
    private static void sort(long[] numbers, int n) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < n; i++) {
            least = Math.min(least, numbers[i]);
        }
        long[] low = new long[n];
        long high = 0;
        for (int i = 0; i < n; i++) {
            // Above the least, as an unsigned number; mostly it fits 32 bits.
            numbers[i] -= least;
            high |= numbers[i] & HIGH;
            low[i] = ((numbers[i] << 32) ^ Long.MIN_VALUE) | i;
        }
        Arrays.sort(low);
        if (high == 0) {
            for (int i = 0; i < n; i++) {
                numbers[i] = (int) low[i];
            }
            return;
        }
        long[] both = new long[n];
        for (int i = 0; i < n; i++) {
            both[i] = ((numbers[(int) low[i]] & HIGH) ^ Long.MIN_VALUE) | i;
        }
        Arrays.sort(both);
        for (int i = 0; i < n; i++) {
            numbers[i] = (int) low[(int) both[i]];
        }
    }
}
