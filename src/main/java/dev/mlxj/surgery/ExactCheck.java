package dev.mlxj.surgery;

import dev.mlxj.array.kernel.Cast;
import dev.mlxj.array.kernel.Codec;
import dev.mlxj.tensor.DType;

import java.lang.foreign.MemorySegment;

/**
 * Counts elements to which a cast gives another value, by casting them back. A NaN keeps its value
 * whatever its bits, and both zeros are one. Integers that wrap come back as they were; they are
 * counted by the cast itself, as out of range.
 */
final class ExactCheck {
    private final DType from;
    private final DType to;
    private final Cast back;
    private final Codec codec;

    /** An integer that comes back although it was rounded up, since the way back saturates. */
    private final long suspect;

    private final boolean hasSuspect;
    private final MemorySegment returned;
    private long changed;

    ExactCheck(DType from, DType to) {
        this.from = from;
        this.to = to;
        this.back = Cast.of(to, from);
        this.codec = Codec.of(from);
        boolean signed = from.category() == DType.Category.SIGNED;
        int valueBits = signed ? from.bits() - 1 : from.bits();
        this.hasSuspect = from.isInteger() && to.isFloating() && precision(to) < valueBits;
        this.suspect = valueBits == Long.SIZE ? -1 : (1L << Math.min(valueBits, 63)) - 1;
        this.returned = MemorySegment.ofArray(new byte[(int) from.byteSize(Codec.BLOCK)]);
    }

    private static int precision(DType dtype) {
        return switch (dtype) {
            case F64 -> 53;
            case F32 -> 24;
            case F16 -> 11;
            default -> 8;
        };
    }

    /** Looks at {@code n} elements, before and after the cast. */
    void count(MemorySegment before, MemorySegment after, long n) {
        for (long at = 0; at < n; at += Codec.BLOCK) {
            int block = (int) Math.min(Codec.BLOCK, n - at);
            MemorySegment original = before.asSlice(from.byteSize(at), from.byteSize(block));
            MemorySegment cast = after.asSlice(to.byteSize(at), to.byteSize(block));
            MemorySegment again = returned.asSlice(0, from.byteSize(block));
            back.run(cast, again, block);
            if (hasSuspect || original.mismatch(again) >= 0) {
                changed += differing(original, again, block);
            }
        }
    }

    private long differing(MemorySegment a, MemorySegment b, int n) {
        return switch (Codec.lane(from)) {
            case LONG -> {
                long[] x = new long[n];
                long[] y = new long[n];
                codec.load(a, 0, x, 0, n);
                codec.load(b, 0, y, 0, n);
                long count = 0;
                for (int i = 0; i < n; i++) {
                    count += x[i] != y[i] || (hasSuspect && x[i] == suspect) ? 1 : 0;
                }
                yield count;
            }
            case DOUBLE -> {
                double[] x = new double[n];
                double[] y = new double[n];
                codec.load(a, 0, x, 0, n);
                codec.load(b, 0, y, 0, n);
                long count = 0;
                for (int i = 0; i < n; i++) {
                    count += x[i] == y[i] || (Double.isNaN(x[i]) && Double.isNaN(y[i])) ? 0 : 1;
                }
                yield count;
            }
            case FLOAT, OPAQUE -> floats(a, b, n, 1);
            case COMPLEX -> floats(a, b, n, 2);
        };
    }

    /** Differing elements of {@code parts} floats each. */
    private long floats(MemorySegment a, MemorySegment b, int n, int parts) {
        float[] x = new float[parts * n];
        float[] y = new float[parts * n];
        codec.load(a, 0, x, 0, n);
        codec.load(b, 0, y, 0, n);
        long count = 0;
        for (int i = 0; i < n; i++) {
            boolean same = true;
            for (int part = parts * i; part < parts * (i + 1); part++) {
                same &= x[part] == y[part] || (Float.isNaN(x[part]) && Float.isNaN(y[part]));
            }
            count += same ? 0 : 1;
        }
        return count;
    }

    /** Elements seen so far whose value is another one. */
    long changed() {
        return changed;
    }
}
