package dev.mlxj.array.kernel;

import static dev.mlxj.array.kernel.Layouts.F32_LE;
import static dev.mlxj.array.kernel.Layouts.F64_LE;
import static dev.mlxj.array.kernel.Layouts.U16_LE;
import static dev.mlxj.array.kernel.Layouts.U32_LE;
import static dev.mlxj.array.kernel.Layouts.U64_LE;
import static dev.mlxj.array.kernel.Layouts.U8;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Lane;

import java.lang.foreign.MemorySegment;
import java.util.Locale;

/**
 * A dtype's bytes to a block of its lane, and back.
 *
 * <p>Elements of F32, F16, BF16 and C64 (real and imaginary part by turns) are {@code float},
 * elements of F64 {@code double}, those of integers and of BOOL {@code long}; F8 and F4 are decoded
 * to {@code float}. A codec has scratch memory: it is for one thread at a time, and worth keeping
 * for many blocks. Bulk copies move the bytes, so memory of any kind costs the same.
 */
public final class Codec {
    /**
     * Elements of a block: small enough that a block of each lane stays in the first-level cache,
     * big enough that a call for each block costs nothing.
     */
    public static final int BLOCK = 2048;

    private static final byte[] NO_BYTES = {};
    private static final short[] NO_SHORTS = {};
    private static final int[] NO_INTS = {};
    private static final long[] NO_LONGS = {};

    private final DType dtype;
    private final Overflow overflow;
    private final byte[] bytes;
    private final short[] shorts;
    private final int[] ints;

    /** Pairs of F32, for BF16. */
    private final long[] longs;

    private final MemorySegment longBytes;

    private Codec(DType dtype, Overflow overflow) {
        this.dtype = dtype;
        this.overflow = overflow;
        boolean wide = dtype == DType.BF16 || dtype == DType.I32 || dtype == DType.U32;
        this.bytes = dtype.bits() <= 8 ? new byte[BLOCK] : NO_BYTES;
        this.shorts = dtype.bits() == 16 && !wide ? new short[BLOCK] : NO_SHORTS;
        this.ints = wide ? new int[BLOCK] : NO_INTS;
        this.longs = dtype == DType.BF16 ? new long[BLOCK / 2] : NO_LONGS;
        this.longBytes = MemorySegment.ofArray(longs);
    }

    /**
     * The codec of a dtype.
     *
     * @throws IllegalArgumentException for the 6-bit floats, whose packing nobody defines
     */
    public static Codec of(DType dtype) {
        return of(dtype, Overflow.SATURATE);
    }

    /**
     * The codec of a dtype.
     *
     * @param overflow what {@code store} does with values that an 8-bit float cannot hold
     * @throws IllegalArgumentException for the 6-bit floats, whose packing nobody defines
     */
    public static Codec of(DType dtype, Overflow overflow) {
        lane(dtype);
        return new Codec(dtype, overflow);
    }

    /**
     * The lane that a dtype is decoded to: its own, and {@link Lane#FLOAT} for F8 and F4.
     *
     * @throws IllegalArgumentException for the 6-bit floats, whose packing nobody defines
     */
    public static Lane lane(DType dtype) {
        return switch (dtype.lane()) {
            case LONG, FLOAT, DOUBLE, COMPLEX -> dtype.lane();
            case OPAQUE -> {
                if (dtype.bits() == 6) {
                    throw new IllegalArgumentException(
                            dtype + " has no agreed packing, so its elements cannot be read");
                }
                yield Lane.FLOAT;
            }
        };
    }

    public DType dtype() {
        return dtype;
    }

    /**
     * Decodes elements to {@code float}.
     *
     * @param in the bytes of a tensor
     * @param first the first element wanted
     * @param block receives {@code n} numbers, or {@code 2 * n} of C64, from {@code at} on
     * @throws IllegalArgumentException if the dtype has another lane
     */
    public void load(MemorySegment in, long first, float[] block, int at, int n) {
        switch (dtype) {
            case F32 -> MemorySegment.copy(in, F32_LE, 4 * first, block, at, n);
            case C64 -> MemorySegment.copy(in, F32_LE, 8 * first, block, at, 2 * n);
            case F16 -> {
                for (int done = 0; done < n; done += BLOCK) {
                    int part = Math.min(BLOCK, n - done);
                    MemorySegment.copy(in, U16_LE, 2 * (first + done), shorts, 0, part);
                    HalfFloats.decodeF16(shorts, block, at + done, part);
                }
            }
            case BF16 -> {
                for (int done = 0; done < n; done += BLOCK) {
                    loadBF16(in, first + done, block, at + done, Math.min(BLOCK, n - done));
                }
            }
            case F8_E5M2, F8_E4M3, F8_E8M0, F8_E4M3FNUZ, F8_E5M2FNUZ, F4 -> {
                for (int done = 0; done < n; done += BLOCK) {
                    int part = Math.min(BLOCK, n - done);
                    MemorySegment.copy(
                            in, U8, dtype.byteSize(first + done), bytes, 0, byteSize(part));
                    SmallFloats.of(dtype).decode(bytes, block, at + done, part);
                }
            }
            case BOOL, U8, I8, U16, I16, U32, I32, U64, I64, F64, F6_E2M3, F6_E3M2 ->
                    throw wrongLane("float");
        }
    }

    /** Bytes of {@code n} elements of at most 8 bits, rounded up. */
    private int byteSize(int n) {
        return (n * dtype.bits() + 7) / 8;
    }

    private void loadBF16(MemorySegment in, long first, float[] block, int at, int n) {
        int pairs = n / 2;
        MemorySegment.copy(in, U32_LE, 2 * first, ints, 0, pairs);
        HalfFloats.decodeBF16(ints, longs, pairs);
        MemorySegment.copy(longBytes, F32_LE, 0, block, at, 2 * pairs);
        if (n % 2 != 0) {
            block[at + n - 1] = HalfFloats.decodeBF16(in.get(U16_LE, 2 * (first + n - 1)));
        }
    }

    /** Decodes F64. Parameters as in {@link #load(MemorySegment, long, float[], int, int)}. */
    public void load(MemorySegment in, long first, double[] block, int at, int n) {
        if (dtype != DType.F64) {
            throw wrongLane("double");
        }
        MemorySegment.copy(in, F64_LE, 8 * first, block, at, n);
    }

    /**
     * Decodes integers, and BOOL to 0 and 1. Parameters as in {@link #load(MemorySegment, long,
     * float[], int, int)}.
     */
    public void load(MemorySegment in, long first, long[] block, int at, int n) {
        switch (dtype) {
            case U64, I64 -> MemorySegment.copy(in, U64_LE, 8 * first, block, at, n);
            case BOOL, U8, I8, U16, I16, U32, I32 -> {
                for (int done = 0; done < n; done += BLOCK) {
                    loadNarrow(in, first + done, block, at + done, Math.min(BLOCK, n - done));
                }
            }
            case F16, BF16, F32, F64, C64 -> throw wrongLane("long");
            case F8_E5M2, F8_E4M3, F8_E8M0, F8_E4M3FNUZ, F8_E5M2FNUZ -> throw wrongLane("long");
            case F4, F6_E2M3, F6_E3M2 -> throw wrongLane("long");
        }
    }

    private void loadNarrow(MemorySegment in, long first, long[] block, int at, int n) {
        switch (dtype.bits()) {
            case 8 -> MemorySegment.copy(in, U8, first, bytes, 0, n);
            case 16 -> MemorySegment.copy(in, U16_LE, 2 * first, shorts, 0, n);
            default -> MemorySegment.copy(in, U32_LE, 4 * first, ints, 0, n);
        }
        switch (dtype) {
            case BOOL -> Integers.truths(bytes, block, at, n);
            case U8 -> Integers.unsigned(bytes, block, at, n);
            case I8 -> Integers.signed(bytes, block, at, n);
            case U16 -> Integers.unsigned(shorts, block, at, n);
            case I16 -> Integers.signed(shorts, block, at, n);
            case U32 -> Integers.unsigned(ints, block, at, n);
            default -> Integers.signed(ints, block, at, n);
        }
    }

    /**
     * Encodes elements from {@code float}, rounding to nearest, ties to even.
     *
     * @param block holds {@code n} numbers, or {@code 2 * n} of C64, from {@code at} on
     * @param out the bytes of a tensor
     * @param first the first element to set
     * @throws IllegalArgumentException if the dtype has another lane
     */
    public void store(float[] block, int at, MemorySegment out, long first, int n) {
        switch (dtype) {
            case F32 -> MemorySegment.copy(block, at, out, F32_LE, 4 * first, n);
            case C64 -> MemorySegment.copy(block, at, out, F32_LE, 8 * first, 2 * n);
            case F16 -> {
                for (int done = 0; done < n; done += BLOCK) {
                    int part = Math.min(BLOCK, n - done);
                    HalfFloats.encodeF16(block, at + done, shorts, part);
                    MemorySegment.copy(shorts, 0, out, U16_LE, 2 * (first + done), part);
                }
            }
            case BF16 -> {
                for (int done = 0; done < n; done += BLOCK) {
                    storeBF16(block, at + done, out, first + done, Math.min(BLOCK, n - done));
                }
            }
            case F8_E5M2, F8_E4M3, F8_E8M0, F8_E4M3FNUZ, F8_E5M2FNUZ, F4 -> {
                for (int done = 0; done < n; done += BLOCK) {
                    int part = Math.min(BLOCK, n - done);
                    SmallFloats.of(dtype).encode(block, at + done, bytes, part, overflow);
                    MemorySegment.copy(
                            bytes, 0, out, U8, dtype.byteSize(first + done), byteSize(part));
                }
            }
            case BOOL, U8, I8, U16, I16, U32, I32, U64, I64, F64, F6_E2M3, F6_E3M2 ->
                    throw wrongLane("float");
        }
    }

    private void storeBF16(float[] block, int at, MemorySegment out, long first, int n) {
        int pairs = n / 2;
        MemorySegment.copy(block, at, longBytes, F32_LE, 0, 2 * pairs);
        HalfFloats.encodeBF16(longs, ints, pairs);
        MemorySegment.copy(ints, 0, out, U32_LE, 2 * first, pairs);
        if (n % 2 != 0) {
            out.set(U16_LE, 2 * (first + n - 1), HalfFloats.encodeBF16(block[at + n - 1]));
        }
    }

    /** Encodes F64. Parameters as in {@link #store(float[], int, MemorySegment, long, int)}. */
    public void store(double[] block, int at, MemorySegment out, long first, int n) {
        if (dtype != DType.F64) {
            throw wrongLane("double");
        }
        MemorySegment.copy(block, at, out, F64_LE, 8 * first, n);
    }

    /**
     * Encodes integers, modulo their width, and BOOL as whether the number is not 0. Parameters as
     * in {@link #store(float[], int, MemorySegment, long, int)}.
     */
    public void store(long[] block, int at, MemorySegment out, long first, int n) {
        switch (dtype) {
            case U64, I64 -> MemorySegment.copy(block, at, out, U64_LE, 8 * first, n);
            case BOOL, U8, I8, U16, I16, U32, I32 -> {
                for (int done = 0; done < n; done += BLOCK) {
                    storeNarrow(block, at + done, out, first + done, Math.min(BLOCK, n - done));
                }
            }
            case F16, BF16, F32, F64, C64 -> throw wrongLane("long");
            case F8_E5M2, F8_E4M3, F8_E8M0, F8_E4M3FNUZ, F8_E5M2FNUZ -> throw wrongLane("long");
            case F4, F6_E2M3, F6_E3M2 -> throw wrongLane("long");
        }
    }

    private void storeNarrow(long[] block, int at, MemorySegment out, long first, int n) {
        switch (dtype.bits()) {
            case 8 -> {
                if (dtype == DType.BOOL) {
                    Integers.truths(block, at, bytes, n);
                } else {
                    Integers.narrow(block, at, bytes, n);
                }
                MemorySegment.copy(bytes, 0, out, U8, first, n);
            }
            case 16 -> {
                Integers.narrow(block, at, shorts, n);
                MemorySegment.copy(shorts, 0, out, U16_LE, 2 * first, n);
            }
            default -> {
                Integers.narrow(block, at, ints, n);
                MemorySegment.copy(ints, 0, out, U32_LE, 4 * first, n);
            }
        }
    }

    private IllegalArgumentException wrongLane(String asked) {
        return new IllegalArgumentException(
                "elements of %s are %s numbers, not %s"
                        .formatted(dtype, lane(dtype).name().toLowerCase(Locale.ROOT), asked));
    }
}
