package dev.mlxj.array.kernel;

import java.util.SplittableRandom;

/** Numbers on which rounding can go wrong: any bits, and those around the borders of formats. */
final class RandomFloats {
    private static final float[] EDGES = {
        0f,
        -0f,
        1f,
        -1f,
        Float.MIN_VALUE,
        Float.MAX_VALUE,
        Float.MIN_NORMAL,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        65504f,
        65519.99f,
        65520f,
        65536f,
        0x1p-24f,
        0x1p-25f,
        0x1.8p-25f,
        0x1p-14f,
        0x1p-15f,
        448f,
        464f,
        465f,
        480f,
        57344f,
        61440f,
        240f,
        248f,
        6f,
        5f,
        7f,
        7.5f,
        28f,
        30f,
        0x1.fep127f,
        0x1.ffp127f,
        0x1p-133f,
        0x1p-134f,
        0x1.8p-134f,
        0x1p-9f,
        0x1p-10f,
        0x1.8p-10f,
        127f,
        128f,
        255.5f,
        256f,
        -128.5f,
        -129f,
        0x1p31f,
        -0x1p31f,
        0x1p32f,
        0x1p63f,
        -0x1p63f,
        0x1p64f,
        0.5f,
        -0.5f,
        300.7f,
    };

    private RandomFloats() {}

    /** The same numbers for the same seed: edges and their neighbours first, then any bits. */
    static float[] of(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            float edge = EDGES[(i / 3) % EDGES.length];
            if (i < 3 * EDGES.length) {
                values[i] =
                        i % 3 == 0 ? edge : i % 3 == 1 ? Math.nextUp(edge) : Math.nextDown(edge);
            } else if (i % 2 == 0) {
                values[i] = Float.intBitsToFloat(random.nextInt());
            } else {
                // Ties: few bits below those that 16-bit formats keep.
                values[i] = Float.intBitsToFloat(random.nextInt() & 0xffff_f000);
            }
        }
        return values;
    }
}
