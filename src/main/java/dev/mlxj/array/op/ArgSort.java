package dev.mlxj.array.op;

import dev.mlxj.array.Array;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The positions that sort the elements along an axis, NaN last; equal elements keep their order.
 * Matches {@code mlx.core.argsort}.
 */
public record ArgSort() implements RowIndices {
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
        // Adding 0 makes the two zeros equal.
        sort(n, out, Comparator.comparingDouble(i -> row[i] + 0.0));
    }

    @Override
    public void apply(double[] row, int n, long[] out) {
        sort(n, out, Comparator.comparingDouble(i -> row[i] + 0.0));
    }

    @Override
    public void apply(long[] row, int n, long[] out, boolean unsigned) {
        long flip = unsigned ? Long.MIN_VALUE : 0;
        sort(n, out, Comparator.comparingLong(i -> row[i] ^ flip));
    }

    @Override
    public void applyComplex(float[] row, int n, long[] out) {
        sort(n, out, (i, j) -> Complex.compare(Complex.at(row, i), Complex.at(row, j)));
    }

    private static void sort(int n, long[] out, Comparator<Integer> order) {
        int at = 0;
        for (int position : IntStream.range(0, n).boxed().sorted(order).toList()) {
            out[at++] = position;
        }
    }
}
