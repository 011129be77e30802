package dev.mlxj.array.kernel;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Lane;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Up to {@link #SIZE} numbers of one dtype in the arrays of its lane: what the loops of pointwise
 * primitives work on. The array of a lane is made when it is first used. For one thread.
 */
public final class Block {
    public static final int SIZE = Codec.BLOCK;

    private DType dtype = DType.F32;
    private float @Nullable [] floats;
    private float @Nullable [] pairs;
    private double @Nullable [] doubles;
    private long @Nullable [] longs;

    private final Map<DType, Codec> codecs = new EnumMap<>(DType.class);
    private final Overflow overflow;
    private @Nullable MemorySegment scratch;

    /** A block whose 8-bit floats saturate. */
    public Block() {
        this(Overflow.SATURATE);
    }

    /**
     * A block.
     *
     * @param overflow what {@code store} does with values that an 8-bit float cannot hold
     */
    public Block(Overflow overflow) {
        this.overflow = overflow;
    }

    public DType dtype() {
        return dtype;
    }

    /** The lane in which the numbers are; F8 and F4 are floats here. */
    public Lane lane() {
        return Codec.lane(dtype);
    }

    public float[] floats() {
        if (floats == null) {
            floats = new float[SIZE];
        }
        return floats;
    }

    /** Complex numbers, real and imaginary part by turns. */
    public float[] pairs() {
        if (pairs == null) {
            pairs = new float[2 * SIZE];
        }
        return pairs;
    }

    public double[] doubles() {
        if (doubles == null) {
            doubles = new double[SIZE];
        }
        return doubles;
    }

    /** Integers; bool as 0 and 1; unsigned 64-bit numbers as their two's complement. */
    public long[] longs() {
        if (longs == null) {
            longs = new long[SIZE];
        }
        return longs;
    }

    /** Says what the numbers are from now on. */
    public Block become(DType newDtype) {
        dtype = newDtype;
        return this;
    }

    /** Decodes {@code n} elements of the block's dtype, from element {@code first} on. */
    public void load(MemorySegment bytes, long first, int n) {
        switch (lane()) {
            case FLOAT -> codec().load(bytes, first, floats(), 0, n);
            case COMPLEX -> codec().load(bytes, first, pairs(), 0, n);
            case DOUBLE -> codec().load(bytes, first, doubles(), 0, n);
            case LONG -> codec().load(bytes, first, longs(), 0, n);
            case OPAQUE -> throw new IllegalStateException(dtype + " has no lane");
        }
    }

    /** Encodes {@code n} elements, rounding to the block's dtype. */
    public void store(MemorySegment bytes, long first, int n) {
        switch (lane()) {
            case FLOAT -> codec().store(floats(), 0, bytes, first, n);
            case COMPLEX -> codec().store(pairs(), 0, bytes, first, n);
            case DOUBLE -> codec().store(doubles(), 0, bytes, first, n);
            case LONG -> codec().store(longs(), 0, bytes, first, n);
            case OPAQUE -> throw new IllegalStateException(dtype + " has no lane");
        }
    }

    /** Makes the numbers those that the dtype can hold, as if stored and loaded again. */
    public void round(int n) {
        boolean exact =
                switch (dtype) {
                    case F32, F64, C64, I64, U64 -> true;
                    case BOOL, U8, I8, U16, I16, U32, I32, F16, BF16 -> false;
                    case F8_E5M2, F8_E4M3, F8_E8M0, F8_E4M3FNUZ, F8_E5M2FNUZ -> false;
                    case F4, F6_E2M3, F6_E3M2 -> false;
                };
        if (!exact) {
            if (scratch == null) {
                scratch = MemorySegment.ofArray(new long[SIZE / 2]);
            }
            store(scratch, 0, n);
            load(scratch, 0, n);
        }
    }

    /** Takes over the first {@code n} numbers of another block, of the same dtype. */
    public void copyFrom(Block other, int n) {
        copyFrom(other, 0, n);
    }

    /** Takes over {@code n} numbers of another block, of the same dtype, from {@code at} on. */
    public void copyFrom(Block other, int at, int n) {
        switch (other.lane()) {
            case FLOAT -> System.arraycopy(other.floats(), at, floats(), 0, n);
            case COMPLEX -> System.arraycopy(other.pairs(), 2 * at, pairs(), 0, 2 * n);
            case DOUBLE -> System.arraycopy(other.doubles(), at, doubles(), 0, n);
            case LONG -> System.arraycopy(other.longs(), at, longs(), 0, n);
            case OPAQUE -> throw new IllegalStateException(other.dtype + " has no lane");
        }
    }

    /**
     * Takes over {@code n} numbers of another block, or converts its own, to another dtype, with
     * the meaning of {@link Cast}; the numbers are not rounded to it yet.
     */
    public void convertFrom(Block other, DType target, int n) {
        Lane from = other.lane();
        Lane to = Codec.lane(target);
        if (from == to) {
            if (this != other) {
                copyFrom(other, n);
            }
            return;
        }
        switch (from) {
            case FLOAT -> convert(other.floats(), target, to, n);
            case DOUBLE -> convert(other.doubles(), target, to, n);
            case LONG -> convert(other.longs(), other.dtype == DType.U64, to, n);
            case COMPLEX -> {
                if (target == DType.BOOL) {
                    Lanes.complexTruths(other.pairs(), longs(), n);
                } else {
                    Lanes.realParts(other.pairs(), floats(), n);
                    convert(floats(), target, to, n);
                }
            }
            case OPAQUE -> throw new IllegalStateException(other.dtype + " has no lane");
        }
    }

    private void convert(float[] in, DType target, Lane to, int n) {
        switch (to) {
            case LONG -> Lanes.truncate(in, target, longs(), n);
            case DOUBLE -> Lanes.widen(in, doubles(), n);
            case COMPLEX -> Lanes.toComplex(in, pairs(), n);
            case FLOAT, OPAQUE -> {}
        }
    }

    private void convert(double[] in, DType target, Lane to, int n) {
        switch (to) {
            case LONG -> Lanes.truncate(in, target, longs(), n);
            case FLOAT -> Lanes.narrow(in, floats(), n);
            case COMPLEX -> {
                Lanes.narrow(in, floats(), n);
                Lanes.toComplex(floats(), pairs(), n);
            }
            case DOUBLE, OPAQUE -> {}
        }
    }

    private void convert(long[] in, boolean unsigned, Lane to, int n) {
        if (to == Lane.DOUBLE) {
            if (unsigned) {
                Lanes.unsignedToDouble(in, doubles(), n);
            } else {
                Lanes.toDouble(in, doubles(), n);
            }
            return;
        }
        if (unsigned) {
            Lanes.unsignedToFloat(in, floats(), n);
        } else {
            Lanes.toFloat(in, floats(), n);
        }
        if (to == Lane.COMPLEX) {
            Lanes.toComplex(floats(), pairs(), n);
        }
    }

    /** Fills the block with a small integer. */
    public void fill(int number) {
        switch (lane()) {
            case FLOAT -> floats()[0] = number;
            case DOUBLE -> doubles()[0] = number;
            case LONG -> longs()[0] = number;
            case COMPLEX -> {
                pairs()[0] = number;
                pairs()[1] = 0;
            }
            case OPAQUE -> throw new IllegalStateException(dtype + " has no lane");
        }
        repeatFirst();
    }

    /** Fills the block with its first number. */
    public void repeatFirst() {
        switch (lane()) {
            case FLOAT -> Arrays.fill(floats(), floats()[0]);
            case DOUBLE -> Arrays.fill(doubles(), doubles()[0]);
            case LONG -> Arrays.fill(longs(), longs()[0]);
            case COMPLEX -> {
                float[] all = pairs();
                for (int i = 2; i < all.length; i++) {
                    all[i] = all[i - 2];
                }
            }
            case OPAQUE -> throw new IllegalStateException(dtype + " has no lane");
        }
    }

    private Codec codec() {
        return codecs.computeIfAbsent(dtype, absent -> Codec.of(absent, overflow));
    }
}
