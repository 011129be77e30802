package dev.mlxj.array.kernel;

import dev.mlxj.tensor.DType;

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
    private final DType from;
    private final DType to;
    private final Overflow overflow;
    private final Block block;
    private @Nullable LossCounter counter;

    private Cast(DType from, DType to, Overflow overflow) {
        Codec.lane(from);
        Codec.lane(to);
        this.from = from;
        this.to = to;
        this.overflow = overflow;
        this.block = new Block(overflow);
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

    /** Counts losses in every {@link #run} from now on. */
    public Cast counting() {
        counter = new LossCounter(from, to, overflow);
        return this;
    }

    /** What was lost in every run since {@link #counting}. */
    public CastLosses losses() {
        return counter == null ? CastLosses.NONE : counter.losses();
    }

    /** Casts {@code elements} elements from the start of {@code in} to the start of {@code out}. */
    public void run(MemorySegment in, MemorySegment out, long elements) {
        if (from == to) {
            MemorySegment.copy(in, 0, out, 0, from.byteSize(elements));
            return;
        }
        for (long first = 0; first < elements; first += Block.SIZE) {
            int n = (int) Math.min(Block.SIZE, elements - first);
            block.become(from).load(in, first, n);
            block.convertFrom(block, to, n);
            if (counter != null) {
                counter.count(block, n);
            }
            block.become(to).store(out, first, n);
        }
    }
}
