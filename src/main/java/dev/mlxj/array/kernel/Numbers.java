package dev.mlxj.array.kernel;

import dev.mlxj.tensor.DType;

import java.lang.foreign.MemorySegment;

/**
 * Elements of any dtype as f64, a block at a time, for what looks at values and makes no new ones.
 * Exact but for 64-bit integers beyond 2^53, which are rounded. A complex element is two numbers,
 * the real part first. For one thread.
 */
public final class Numbers {
    /** The most elements of a block. */
    public static final int ELEMENTS = 512;

    /** The most numbers of a block. */
    static final int SIZE = 2 * ELEMENTS;

    private final Block block = new Block();
    private final double[] numbers = new double[SIZE];

    /**
     * Decodes elements.
     *
     * @param bytes those of a tensor
     * @param first the first element wanted
     * @param n how many, at most {@link #ELEMENTS}
     * @return how many numbers they are: {@code n}, or twice that
     * @throws IllegalArgumentException for the 6-bit floats, whose packing nobody defines
     */
    public int load(DType dtype, MemorySegment bytes, long first, int n) {
        block.become(dtype);
        switch (block.lane()) {
            case FLOAT -> {
                block.load(bytes, first, n);
                Lanes.widen(block.floats(), numbers, n);
            }
            case DOUBLE -> MemorySegment.copy(bytes, Layouts.F64_LE, 8 * first, numbers, 0, n);
            case COMPLEX -> {
                block.load(bytes, first, n);
                Lanes.widen(block.pairs(), numbers, 2 * n);
                return 2 * n;
            }
            case LONG -> {
                block.load(bytes, first, n);
                if (dtype == DType.U64) {
                    Lanes.unsignedToDouble(block.longs(), numbers, n);
                } else {
                    Lanes.toDouble(block.longs(), numbers, n);
                }
            }
            case OPAQUE -> throw new IllegalArgumentException(dtype + " has no numbers");
        }
        return n;
    }

    /** The numbers loaded last, from index 0 on; the same array each time. */
    public double[] values() {
        return numbers;
    }
}
