package dev.mlxj.array.kernel;

/**
 * The two 16-bit floats, one number or a block at a time. Rounding is to nearest, ties to even.
 *
 * <p>F16 uses the conversions of the JDK, which are single instructions where the processor has
 * them and are vectorised in a plain loop. BF16 is the upper half of an F32; since C2 vectorises no
 * conversion between {@code short} and {@code int}, its loops take two numbers at once: two BF16 in
 * an {@code int}, two F32 in a {@code long}, the first in the low half (0.05 ns an element to
 * decode, 0.12 to encode; one by one 0.3 and 0.85).
 */
public final class HalfFloats {
    private static final int EXPONENT_F32 = 0x7f80_0000;
    private static final int NAN_BF16 = 0x7fc0;

    private HalfFloats() {}

    /** F16 as F32: exact; a NaN keeps its sign and payload and becomes quiet. */
    static void decodeF16(short[] halves, float[] block, int at, int n) {
        for (int i = 0; i < n; i++) {
            block[at + i] = Float.float16ToFloat(halves[i]);
        }
    }

    /** F32 as F16; a NaN stays a quiet NaN of its sign. */
    static void encodeF16(float[] block, int at, short[] halves, int n) {
        for (int i = 0; i < n; i++) {
            halves[i] = Float.floatToFloat16(block[at + i]);
        }
    }

    /** BF16 as F32: exact, whatever the bits. */
    public static float decodeBF16(short half) {
        return Float.intBitsToFloat(half << 16);
    }

    /** F32 as BF16; every NaN becomes {@code 0x7fc0}, as in MLX. */
    public static short encodeBF16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if ((bits & Integer.MAX_VALUE) > EXPONENT_F32) {
            return NAN_BF16;
        }
        return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }

    /** {@link #decodeBF16} of {@code pairs} pairs. */
    static void decodeBF16(int[] halves, long[] floats, int pairs) {
        for (int i = 0; i < pairs; i++) {
            long pair = halves[i];
            floats[i] = ((pair & 0xffff_0000L) << 32) | ((pair << 16) & 0xffff_ffffL);
        }
    }

    /** {@link #encodeBF16(float)} of {@code pairs} pairs. */
    static void encodeBF16(long[] floats, int[] halves, int pairs) {
        if (roundToBF16(floats, halves, pairs) != 0) {
            roundNaNToBF16(floats, halves, pairs);
        }
    }

    /**
     * Both numbers of a pair are rounded by one addition: unless one is NaN, the low one carries
     * nothing into the high one. Gives 0 if there is no NaN; else the halves are wrong.
     */
    private static long roundToBF16(long[] floats, int[] halves, int pairs) {
        long beyondInfinity = 0;
        for (int i = 0; i < pairs; i++) {
            long pair = floats[i];
            beyondInfinity |= (pair & 0x7fff_ffff_7fff_ffffL) + 0x007f_ffff_007f_ffffL;
            long odd = (pair >>> 16) & 0x0000_0001_0000_0001L;
            long sum = pair + 0x0000_7fff_0000_7fffL + odd;
            halves[i] = (int) (((sum >>> 16) & 0xffffL) | ((sum >>> 32) & 0xffff_0000L));
        }
        return beyondInfinity & 0x8000_0000_8000_0000L;
    }

    private static void roundNaNToBF16(long[] floats, int[] halves, int pairs) {
        for (int i = 0; i < pairs; i++) {
            short low = encodeBF16(Float.intBitsToFloat((int) floats[i]));
            short high = encodeBF16(Float.intBitsToFloat((int) (floats[i] >>> 32)));
            halves[i] = (low & 0xffff) | (high << 16);
        }
    }
}
