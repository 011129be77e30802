package dev.mlxj.array.random;

/**
 * The Threefry 2x32 hash with 20 rounds: a key and a counter, two numbers of 32 bits each, give two
 * random numbers.
 *
 * @see <a href="https://www.thesalmons.org/john/random123/papers/random123sc11.pdf">Salmon et al.,
 *     Parallel Random Numbers: As Easy as 1, 2, 3</a>
 */
final class Threefry {
    private static final int[][] ROTATIONS = {{13, 15, 26, 6}, {17, 29, 16, 24}};
    private static final int PARITY = 0x1BD11BDA;

    private Threefry() {}

    /** The first number in the high half, the second in the low half. */
    static long hash(int key0, int key1, int counter0, int counter1) {
        int[] keys = {key0, key1, key0 ^ key1 ^ PARITY};
        int x = counter0 + key0;
        int y = counter1 + key1;
        for (int round = 0; round < 5; round++) {
            for (int rotation : ROTATIONS[round % 2]) {
                x += y;
                y = Integer.rotateLeft(y, rotation) ^ x;
            }
            x += keys[(round + 1) % 3];
            y += keys[(round + 2) % 3] + round + 1;
        }
        return ((long) x << 32) | (y & 0xFFFF_FFFFL);
    }

    /**
     * Word {@code i} of {@code n} that a key gives. Two words come of one hash: word {@code i} and
     * word {@code i + n/2}, rounded up; where n is odd, the one in the middle has a hash of its
     * own.
     */
    static int word(int key0, int key1, long i, long n) {
        long half = n / 2;
        boolean odd = n % 2 != 0;
        long behind = half + (odd ? 1 : 0);
        if (i < half) {
            return (int) (hash(key0, key1, (int) i, (int) (behind + i)) >>> 32);
        }
        if (odd && i == half) {
            return (int) (hash(key0, key1, (int) half, 0) >>> 32);
        }
        return (int) hash(key0, key1, (int) (i - behind), (int) i);
    }
}
