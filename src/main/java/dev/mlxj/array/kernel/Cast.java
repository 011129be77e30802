package dev.mlxj.array.kernel;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Lane;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/**
 * Elements of one dtype as another, as {@code mx.astype} converts them.
 *
 * <ul>
 *   <li>Integers to integers modulo the width; to BOOL whether not 0; BOOL to 0 and 1.
 *   <li>To a float: to nearest, ties to even, with subnormals, overflow to infinity. F64 and
 *       integers become F16, BF16 and F8 by way of F32, rounding twice, as in MLX.
 *   <li>Floats to integers toward zero. What MLX leaves undefined (NaN, infinities, numbers out of
 *       range) goes as Java narrows.
 *   <li>NaN stays NaN: {@code 0x7fc0} as BF16; a quiet one of its sign as F16.
 *   <li>C64 to a real dtype drops the imaginary part.
 * </ul>
 *
 * F8 and F4 decode to floats and encode from them; see {@link SmallFloats}. A cast has scratch
 * memory: it is for one thread at a time, and worth keeping for many calls.
 */
public final class Cast {
    private static final float[] NO_FLOATS = {};
    private static final double[] NO_DOUBLES = {};
    private static final long[] NO_LONGS = {};

    private final DType from;
    private final DType to;
    private final Overflow overflow;
    private final Codec source;
    private final Codec target;
    private final Lane fromLane;
    private final Lane toLane;
    private final float[] floats;
    private final float[] pairs;
    private final double[] doubles;
    private final long[] longs;
    private @Nullable LossCounter losses;

    private Cast(DType from, DType to, Overflow overflow) {
        this.from = from;
        this.to = to;
        this.overflow = overflow;
        this.source = Codec.of(from);
        this.target = Codec.of(to, overflow);
        this.fromLane = Codec.lane(from);
        this.toLane = Codec.lane(to);
        boolean complex = uses(Lane.COMPLEX);
        this.floats = uses(Lane.FLOAT) || complex ? new float[Codec.BLOCK] : NO_FLOATS;
        this.pairs = complex ? new float[2 * Codec.BLOCK] : NO_FLOATS;
        this.doubles = uses(Lane.DOUBLE) ? new double[Codec.BLOCK] : NO_DOUBLES;
        this.longs = uses(Lane.LONG) ? new long[Codec.BLOCK] : NO_LONGS;
    }

    private boolean uses(Lane lane) {
        return fromLane == lane || toLane == lane;
    }

    /**
     * The cast from one dtype to another; F8 saturates.
     *
     * @throws IllegalArgumentException if either is a 6-bit float, whose packing nobody defines
     */
    public static Cast of(DType from, DType to) {
        return of(from, to, Overflow.SATURATE);
    }

    /**
     * The cast from one dtype to another.
     *
     * @param overflow what becomes of values that an 8-bit float cannot hold
     * @throws IllegalArgumentException if either is a 6-bit float, whose packing nobody defines
     */
    public static Cast of(DType from, DType to, Overflow overflow) {
        return new Cast(from, to, overflow);
    }

    /** Casts {@code elements} elements from the start of {@code in} to the start of {@code out}. */
    public static void cast(
            DType from, MemorySegment in, DType to, MemorySegment out, long elements) {
        of(from, to).run(in, out, elements);
    }

    /** Casts {@code elements} elements from the start of {@code in} to the start of {@code out}. */
    public void run(MemorySegment in, MemorySegment out, long elements) {
        if (from == to) {
            MemorySegment.copy(in, 0, out, 0, from.byteSize(elements));
            return;
        }
        for (long first = 0; first < elements; first += Codec.BLOCK) {
            int n = (int) Math.min(Codec.BLOCK, elements - first);
            load(in, first, n);
            convert(n);
            if (losses != null) {
                count(losses, n);
            }
            store(out, first, n);
        }
    }

    /** Counts losses in every {@link #run} from now on. */
    public Cast counting() {
        losses = new LossCounter(from, to, overflow);
        return this;
    }

    /** What was lost in every run since {@link #counting}. */
    public CastLosses losses() {
        return losses == null ? CastLosses.NONE : losses.losses();
    }

    private void count(LossCounter counter, int n) {
        if (fromLane == Lane.COMPLEX && to != DType.BOOL) {
            counter.imaginary(pairs, n);
        }
        switch (toLane) {
            case LONG -> {
                if (to != DType.BOOL) {
                    countIntegers(counter, n);
                }
            }
            case FLOAT, COMPLEX, OPAQUE -> {
                if (fromLane == Lane.DOUBLE) {
                    counter.narrowing(doubles, n);
                } else {
                    counter.narrowing(floats, n);
                }
            }
            case DOUBLE -> {}
        }
    }

    private void countIntegers(LossCounter counter, int n) {
        switch (fromLane) {
            case LONG -> counter.wrapping(longs, n);
            case DOUBLE -> counter.truncation(doubles, n);
            case FLOAT, COMPLEX, OPAQUE -> counter.truncation(floats, n);
        }
    }

    private void load(MemorySegment in, long first, int n) {
        switch (fromLane) {
            case LONG -> source.load(in, first, longs, 0, n);
            case DOUBLE -> source.load(in, first, doubles, 0, n);
            case COMPLEX -> source.load(in, first, pairs, 0, n);
            case FLOAT, OPAQUE -> source.load(in, first, floats, 0, n);
        }
    }

    private void store(MemorySegment out, long first, int n) {
        switch (toLane) {
            case LONG -> target.store(longs, 0, out, first, n);
            case DOUBLE -> target.store(doubles, 0, out, first, n);
            case COMPLEX -> target.store(pairs, 0, out, first, n);
            case FLOAT, OPAQUE -> target.store(floats, 0, out, first, n);
        }
    }

    /** From the block of one lane to that of the other. */
    private void convert(int n) {
        switch (fromLane) {
            case LONG -> fromLongs(n);
            case DOUBLE -> fromDoubles(n);
            case COMPLEX -> fromComplex(n);
            case FLOAT, OPAQUE -> fromFloats(n);
        }
    }

    private void fromFloats(int n) {
        switch (toLane) {
            case LONG -> Lanes.truncate(floats, to, longs, n);
            case DOUBLE -> Lanes.widen(floats, doubles, n);
            case COMPLEX -> Lanes.toComplex(floats, pairs, n);
            case FLOAT, OPAQUE -> {}
        }
    }

    private void fromDoubles(int n) {
        switch (toLane) {
            case LONG -> Lanes.truncate(doubles, to, longs, n);
            case COMPLEX -> {
                Lanes.narrow(doubles, floats, n);
                Lanes.toComplex(floats, pairs, n);
            }
            case FLOAT -> Lanes.narrow(doubles, floats, n);
            case DOUBLE, OPAQUE -> {}
        }
    }

    private void fromLongs(int n) {
        switch (toLane) {
            case DOUBLE -> {
                if (from == DType.U64) {
                    Lanes.unsignedToDouble(longs, doubles, n);
                } else {
                    Lanes.toDouble(longs, doubles, n);
                }
            }
            case FLOAT, COMPLEX -> {
                if (from == DType.U64) {
                    Lanes.unsignedToFloat(longs, floats, n);
                } else {
                    Lanes.toFloat(longs, floats, n);
                }
                if (toLane == Lane.COMPLEX) {
                    Lanes.toComplex(floats, pairs, n);
                }
            }
            case LONG, OPAQUE -> {}
        }
    }

    private void fromComplex(int n) {
        if (to == DType.BOOL) {
            Lanes.complexTruths(pairs, longs, n);
        } else {
            Lanes.realParts(pairs, floats, n);
            fromFloats(n);
        }
    }
}
