package dev.mlxj.surgery;

import dev.mlxj.array.kernel.Codec;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.TensorSource;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Single elements of a tensor as text, the shortest that reads back as the same value in the type
 * they are computed in: {@code 0.5}, {@code 1.0E-7}, {@code NaN}, {@code true}, {@code 3.0+0.5j}. A
 * window of the tensor is kept, so that neighbours cost no further reads.
 */
public final class Elements {
    private static final int WINDOW = Codec.BLOCK;

    private final TensorSource source;
    private final DType dtype;
    private final Codec codec;
    private final MemorySegment window;
    private final float[] floats = new float[2 * WINDOW];
    private final double[] doubles = new double[WINDOW];
    private final long[] longs = new long[WINDOW];
    private long first = -1;

    /**
     * @throws IllegalArgumentException for dtypes whose elements cannot be read ({@link Codec#of})
     */
    public Elements(TensorSource source) {
        this.source = source;
        this.dtype = source.dtype();
        this.codec = Codec.of(dtype);
        this.window = Arena.ofAuto().allocate(WINDOW * 8L, 8);
    }

    /**
     * The element as text.
     *
     * @param index counted row by row
     */
    public String text(long index) throws IOException {
        int at = load(index);
        return switch (Codec.lane(dtype)) {
            case FLOAT -> Float.toString(floats[at]);
            case DOUBLE -> Double.toString(doubles[at]);
            case COMPLEX -> {
                String imaginary = Float.toString(floats[2 * at + 1]);
                String sign = imaginary.startsWith("-") ? "" : "+";
                yield floats[2 * at] + sign + imaginary + "j";
            }
            case LONG -> integer(longs[at]);
            case OPAQUE -> throw new IllegalStateException(dtype + " has no values");
        };
    }

    private String integer(long value) {
        return switch (dtype) {
            case BOOL -> value != 0 ? "true" : "false";
            case U64 -> Long.toUnsignedString(value);
            default -> Long.toString(value);
        };
    }

    /** Makes the window hold an element, and returns its place there. */
    private int load(long index) throws IOException {
        if (first < 0 || index < first || index >= first + WINDOW) {
            first = index / WINDOW * WINDOW;
            int n = (int) Math.min(WINDOW, source.shape().elements() - first);
            // Elements of 4 bits come in pairs; a window begins with a pair.
            long from = first * dtype.bits() / 8;
            MemorySegment bytes = window.asSlice(0, (n * (long) dtype.bits() + 7) / 8);
            source.read(from, bytes);
            switch (Codec.lane(dtype)) {
                case FLOAT, COMPLEX -> codec.load(bytes, 0, floats, 0, n);
                case DOUBLE -> codec.load(bytes, 0, doubles, 0, n);
                case LONG, OPAQUE -> codec.load(bytes, 0, longs, 0, n);
            }
        }
        return (int) (index - first);
    }

    /** The element as JSON: what JSON has no number for is a string. */
    public String json(long index) throws IOException {
        String text = text(index);
        char last = text.charAt(text.length() - 1);
        boolean number = (last >= '0' && last <= '9') || dtype == DType.BOOL;
        return number ? text : '"' + text + '"';
    }
}
