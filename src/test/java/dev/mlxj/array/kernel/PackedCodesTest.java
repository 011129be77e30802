package dev.mlxj.array.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

import java.math.BigInteger;
import java.util.Random;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PackedCodesTest {
    /** The whole row as one number: code i counts {@code 2^(bits * i)}. */
    @Property(tries = 200)
    void codes_are_digits_of_one_long_number(
            @ForAll @IntRange(min = 2, max = 8) int bits,
            @ForAll @IntRange(min = 1, max = 5) int periods,
            @ForAll long seed) {
        Random random = new Random(seed);
        int n = 32 * periods;
        int[] codes = new int[n];
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < n; i++) {
            codes[i] = random.nextInt(1 << bits);
            number = number.or(BigInteger.valueOf(codes[i]).shiftLeft(bits * i));
        }
        int[] words = new int[bits * periods];
        PackedCodes.pack(codes, n, bits, words);
        for (int word = 0; word < words.length; word++) {
            assertThat(words[word]).isEqualTo(number.shiftRight(32 * word).intValue());
        }
        int first = random.nextInt(n);
        int[] found = new int[n - first];
        PackedCodes.unpack(words, first, bits, found, n - first);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isEqualTo(codes[first + i]);
        }
    }
}
