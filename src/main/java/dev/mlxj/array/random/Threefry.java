package dev.mlxj.array.random;

/**
 * The Threefry 2x32 hash with 20 rounds: a key and a counter, two numbers of 32 bits each, give two
 * random numbers.
 *
 * @see <a href="https://www.thesalmons.org/john/random123/papers/random123sc11.pdf">Salmon et al.,
 *     Parallel Random Numbers: As Easy as 1, 2, 3</a>
 */
final class Threefry {
    private static final int PARITY = 0x1BD11BDA;

    private Threefry() {}

    /** One hash: the first number in the high half, the second in the low half. */
    static long hash(int key0, int key1, int counter0, int counter1) {
        int[] x = {counter0};
        int[] y = {counter1};
        hash(key0, key1, x, y, 1);
        return ((long) x[0] << 32) | Integer.toUnsignedLong(y[0]);
    }

    /** Puts the numbers of the first n counters {@code (x[i], y[i])} in their place. */
    static void hash(int key0, int key1, int[] x, int[] y, int n) {
        int key2 = key0 ^ key1 ^ PARITY;
        inject(x, y, n, key0, key1);
        fourRounds(x, y, n, 13, 15, 26, 6);
        inject(x, y, n, key1, key2 + 1);
        fourRounds(x, y, n, 17, 29, 16, 24);
        inject(x, y, n, key2, key0 + 2);
        fourRounds(x, y, n, 13, 15, 26, 6);
        inject(x, y, n, key0, key1 + 3);
        fourRounds(x, y, n, 17, 29, 16, 24);
        inject(x, y, n, key1, key2 + 4);
        fourRounds(x, y, n, 13, 15, 26, 6);
        inject(x, y, n, key2, key0 + 5);
    }

    private static void inject(int[] x, int[] y, int n, int keyOfX, int keyOfY) {
        for (int i = 0; i < n; i++) {
            x[i] += keyOfX;
            y[i] += keyOfY;
        }
    }

    private static void fourRounds(int[] x, int[] y, int n, int r0, int r1, int r2, int r3) {
        for (int i = 0; i < n; i++) {
            int a = x[i];
            int b = y[i];
            a += b;
            b = Integer.rotateLeft(b, r0) ^ a;
            a += b;
            b = Integer.rotateLeft(b, r1) ^ a;
            a += b;
            b = Integer.rotateLeft(b, r2) ^ a;
            a += b;
            b = Integer.rotateLeft(b, r3) ^ a;
            x[i] = a;
            y[i] = b;
        }
    }
}
