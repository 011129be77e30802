package dev.mlxj.array.kernel;

import dev.mlxj.tensor.DType;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * How often values fall into each of some bins of equal width between a least and a greatest value.
 * What is not finite, or outside, falls into none. Of complex elements both parts count as values.
 * For one thread.
 */
public final class Histogram {
    private final double min;
    private final double max;
    private final long[] counts;

    /**
     * @param min the least value of the first bin
     * @param max the greatest value of the last bin; where it equals {@code min}, all values are in
     *     the first bin
     * @param bins how many, at least 1
     */
    public Histogram(double min, double max, int bins) {
        if (!(min <= max) || Double.isInfinite(min) || Double.isInfinite(max) || bins < 1) {
            throw new IllegalArgumentException(
                    "histogram: " + bins + " bins from " + min + " to " + max);
        }
        this.min = min;
        this.max = max;
        this.counts = new long[bins];
    }

    /**
     * Counts the values of elements.
     *
     * @param bytes those of a tensor
     * @param numbers scratch
     * @throws IllegalArgumentException for the 6-bit floats, whose packing nobody defines
     */
    public void add(DType dtype, MemorySegment bytes, Numbers numbers) {
        long elements = bytes.byteSize() * Byte.SIZE / dtype.bits();
        for (long first = 0; first < elements; first += Numbers.ELEMENTS) {
            int n = (int) Math.min(Numbers.ELEMENTS, elements - first);
            add(numbers.values(), numbers.load(dtype, bytes, first, n));
        }
    }

    private void add(double[] x, int n) {
        // Halves, since the width of all bins together may be beyond the largest double.
        double half = max / 2 - min / 2;
        for (int i = 0; i < n; i++) {
            if (x[i] >= min && x[i] <= max) {
                double share = half == 0 ? 0 : (x[i] / 2 - min / 2) / half;
                counts[Math.min((int) (share * counts.length), counts.length - 1)]++;
            }
        }
    }

    public double min() {
        return min;
    }

    public double max() {
        return max;
    }

    /** How many values each bin has, from the least values to the greatest; a copy. */
    public long[] counts() {
        return Arrays.copyOf(counts, counts.length);
    }
}
