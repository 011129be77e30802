package dev.mlxj.io;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

class Utf8OrderTest {
    @Property(tries = 2000)
    void strings_stand_in_the_order_of_their_bytes(@ForAll String a, @ForAll String b) {
        String left = whole(a);
        String right = whole(b);

        int expected =
                Arrays.compareUnsigned(
                        left.getBytes(StandardCharsets.UTF_8),
                        right.getBytes(StandardCharsets.UTF_8));

        assertThat(Integer.signum(Utf8Order.UTF8_ORDER.compare(left, right)))
                .isEqualTo(Integer.signum(expected));
        assertThat(Utf8Order.UTF8_ORDER.compare(left, left)).isZero();
    }

    /**
     * Without halves of surrogate pairs, which have no UTF-8; a few characters, so that many pairs
     * differ late.
     */
    private static String whole(String text) {
        int[] points =
                text.codePoints()
                        .filter(p -> p < Character.MIN_SURROGATE || p > Character.MAX_SURROGATE)
                        .map(p -> p % 3 == 0 ? 'a' : p % 3 == 1 ? 0xfffd : p)
                        .toArray();
        return new String(points, 0, points.length);
    }
}
