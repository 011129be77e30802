package dev.mlxj.array.kernel;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Lane;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Computes the {@link Statistics} of a piece of a tensor, in one pass over its bytes: {@link
 * #begin}, {@link #add}, {@link #end}. Of complex elements both parts count as values. For one
 * thread; worth keeping for many pieces.
 *
 * <p>There is a sum, a sum of squares, a minimum and a maximum for each place of a block, and
 * blocks are added to them place by place: C2 vectorises such loops, and does not vectorise a sum
 * over an array. Squares are around the mean of the first block.
 */
public final class StatisticsKernel {
    private final Numbers numbers = new Numbers();
    private final DoubleBits bits = new DoubleBits();
    private final Block block = new Block();
    private final FloatBits floatBits = new FloatBits();
    private final double[] sums = new double[Numbers.SIZE];
    private final double[] squares = new double[Numbers.SIZE];
    private final long[] min = new long[Numbers.SIZE];
    private final long[] max = new long[Numbers.SIZE];

    /** Of the blocks of floats whose extremes were found at once. */
    private double leastFloat;

    private double greatestFloat;

    private double center;
    private long finite;
    private long zeros;
    private long nan;
    private long infinite;

    /**
     * Adds the bytes that follow: a multiple of {@link Numbers#ELEMENTS} elements, but for the
     * last.
     *
     * @throws IllegalArgumentException for the 6-bit floats, whose packing nobody defines
     */
    public void add(DType dtype, MemorySegment piece) {
        long elements = piece.byteSize() * 8 / dtype.bits();
        boolean floats = block.become(dtype).lane() == Lane.FLOAT;
        for (long first = 0; first < elements; first += Numbers.ELEMENTS) {
            int n = (int) Math.min(Numbers.ELEMENTS, elements - first);
            if (floats) {
                block.load(piece, first, n);
                add(block.floats(), n);
            } else {
                add(numbers.values(), numbers.load(dtype, piece, first, n));
            }
        }
    }

    /** Forgets what was added, for the next piece of a tensor. */
    public void begin() {
        Arrays.fill(sums, 0);
        Arrays.fill(squares, 0);
        Arrays.fill(min, Long.MAX_VALUE);
        Arrays.fill(max, Long.MIN_VALUE);
        leastFloat = Double.POSITIVE_INFINITY;
        greatestFloat = Double.NEGATIVE_INFINITY;
        finite = 0;
        zeros = 0;
        nan = 0;
        infinite = 0;
    }

    /** The same bits as by way of f64, in half of the time. */
    private void add(float[] x, int n) {
        floatBits.load(x, n);
        if (finite == 0 || n == 0 || !floatBits.allFinite()) {
            Lanes.widen(x, numbers.values(), n);
            add(numbers.values(), n);
            return;
        }
        zeros += floatBits.zeros();
        finite += n;
        leastFloat = Math.min(leastFloat, floatBits.min());
        greatestFloat = Math.max(greatestFloat, floatBits.max());
        accumulate(x, center, sums, squares, n);
    }

    private static void accumulate(
            float[] x, double center, double[] sums, double[] squares, int n) {
        for (int i = 0; i < n; i++) {
            double distance = x[i] - center;
            sums[i] += distance;
            squares[i] += distance * distance;
        }
    }

    private void add(double[] x, int n) {
        bits.load(x, n);
        zeros += n - bits.countNonZero(n);
        int usable = n;
        if (bits.countNonFinite(n) > 0) {
            usable = keepFinite(x, n);
            bits.load(x, usable);
        }
        if (finite == 0 && usable > 0) {
            center = total(x, usable) / usable;
        }
        finite += usable;
        accumulate(x, center, sums, squares, usable);
        bits.extremes(min, max, usable);
    }

    /** Counts what is not finite, and moves the rest to the front; returns how many those are. */
    private int keepFinite(double[] x, int n) {
        int kept = 0;
        for (int i = 0; i < n; i++) {
            if (Double.isNaN(x[i])) {
                nan++;
            } else if (Double.isInfinite(x[i])) {
                infinite++;
            } else {
                x[kept++] = x[i];
            }
        }
        return kept;
    }

    private static void accumulate(
            double[] x, double center, double[] sums, double[] squares, int n) {
        for (int i = 0; i < n; i++) {
            double distance = x[i] - center;
            sums[i] += distance;
            squares[i] += distance * distance;
        }
    }

    private static double total(double[] x, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += x[i];
        }
        return sum;
    }

    /** The statistics of what was added since {@link #begin}. */
    public Statistics end() {
        if (finite == 0) {
            return new Statistics(
                    0, zeros, nan, infinite, Statistics.NONE.min(), Statistics.NONE.max(), 0, 0);
        }
        double sum = total(sums, Numbers.SIZE);
        double around = total(squares, Numbers.SIZE) - sum / finite * sum;
        long lowest = Long.MAX_VALUE;
        long highest = Long.MIN_VALUE;
        for (int i = 0; i < Numbers.SIZE; i++) {
            lowest = Math.min(lowest, min[i]);
            highest = Math.max(highest, max[i]);
        }
        return new Statistics(
                finite,
                zeros,
                nan,
                infinite,
                Math.min(leastFloat, DoubleBits.number(lowest)),
                Math.max(greatestFloat, DoubleBits.number(highest)),
                center + sum / finite,
                Math.max(0, around));
    }
}
