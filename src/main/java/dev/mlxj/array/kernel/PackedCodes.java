package dev.mlxj.array.kernel;

/**
 * Codes of a few bits in words of 32: code {@code i} is bits {@code [i * bits, (i + 1) * bits)},
 * counted from the lowest bit of the first word on. Where the bits of a word run out, a code goes
 * on in the next one.
 */
final class PackedCodes {
    private static final int WORD = 32;

    private PackedCodes() {}

    /**
     * Packs {@code n} codes; {@code n * bits} is a multiple of 32.
     *
     * @param codes less than {@code 2^bits} each
     */
    static void pack(int[] codes, int n, int bits, int[] words) {
        switch (bits) {
            case 4 -> packFour(codes, n, words);
            case 8 -> packEight(codes, n, words);
            default -> packAny(codes, n, bits, words);
        }
    }

    private static void packFour(int[] codes, int n, int[] words) {
        for (int at = 0; at < n; at += 8) {
            words[at / 8] =
                    codes[at]
                            | (codes[at + 1] << 4)
                            | (codes[at + 2] << 8)
                            | (codes[at + 3] << 12)
                            | (codes[at + 4] << 16)
                            | (codes[at + 5] << 20)
                            | (codes[at + 6] << 24)
                            | (codes[at + 7] << 28);
        }
    }

    private static void packEight(int[] codes, int n, int[] words) {
        for (int at = 0; at < n; at += 4) {
            words[at / 4] =
                    codes[at]
                            | (codes[at + 1] << 8)
                            | (codes[at + 2] << 16)
                            | (codes[at + 3] << 24);
        }
    }

    private static void packAny(int[] codes, int n, int bits, int[] words) {
        long pending = 0;
        int filled = 0;
        int at = 0;
        for (int i = 0; i < n; i++) {
            pending |= (long) codes[i] << filled;
            filled += bits;
            if (filled >= WORD) {
                words[at++] = (int) pending;
                pending >>>= WORD;
                filled -= WORD;
            }
        }
    }

    /** Unpacks {@code n} codes from the {@code first} on. */
    static void unpack(int[] words, int first, int bits, int[] codes, int n) {
        if (WORD % bits == 0 && first % (WORD / bits) == 0 && n % (WORD / bits) == 0) {
            unpackWhole(words, first * bits / WORD, bits, codes, n);
            return;
        }
        int mask = (1 << bits) - 1;
        for (int i = 0; i < n; i++) {
            int bit = (first + i) * bits;
            int shift = bit % WORD;
            int code = words[bit / WORD] >>> shift;
            if (shift + bits > WORD) {
                code |= words[bit / WORD + 1] << (WORD - shift);
            }
            codes[i] = code & mask;
        }
    }

    /** For codes that no border between words cuts: bits 2, 4 and 8. */
    private static void unpackWhole(int[] words, int from, int bits, int[] codes, int n) {
        switch (bits) {
            case 4 -> unpackFour(words, from, codes, n);
            case 8 -> unpackEight(words, from, codes, n);
            default -> {
                int mask = (1 << bits) - 1;
                int at = 0;
                for (int word = from; at < n; word++) {
                    for (int shift = 0; shift < WORD; shift += bits) {
                        codes[at++] = (words[word] >>> shift) & mask;
                    }
                }
            }
        }
    }

    private static void unpackFour(int[] words, int from, int[] codes, int n) {
        for (int at = 0; at < n; at += 8) {
            int word = words[from + at / 8];
            codes[at] = word & 15;
            codes[at + 1] = (word >>> 4) & 15;
            codes[at + 2] = (word >>> 8) & 15;
            codes[at + 3] = (word >>> 12) & 15;
            codes[at + 4] = (word >>> 16) & 15;
            codes[at + 5] = (word >>> 20) & 15;
            codes[at + 6] = (word >>> 24) & 15;
            codes[at + 7] = word >>> 28;
        }
    }

    private static void unpackEight(int[] words, int from, int[] codes, int n) {
        for (int at = 0; at < n; at += 4) {
            int word = words[from + at / 4];
            codes[at] = word & 255;
            codes[at + 1] = (word >>> 8) & 255;
            codes[at + 2] = (word >>> 16) & 255;
            codes[at + 3] = word >>> 24;
        }
    }
}
