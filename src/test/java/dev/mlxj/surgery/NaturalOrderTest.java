package dev.mlxj.surgery;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

@DisplayNameGeneration(ReplaceUnderscores.class)
class NaturalOrderTest {
    @Test
    void numbers_are_compared_by_value_and_modules_stay_together() {
        List<String> paths =
                new ArrayList<>(
                        List.of(
                                "layers.10.w",
                                "layers.2.w",
                                "layers-norm",
                                "layers.2.attn.q",
                                "layers.002.w",
                                "a",
                                "layers",
                                "layers.18446744073709551616",
                                "layers.x"));

        paths.sort(NaturalOrder.INSTANCE);

        assertThat(paths)
                .containsExactly(
                        "a",
                        "layers",
                        "layers.2.attn.q",
                        "layers.002.w",
                        "layers.2.w",
                        "layers.10.w",
                        "layers.18446744073709551616",
                        "layers.x",
                        "layers-norm");
    }

    @Property(tries = 2000)
    void it_is_an_order(
            @ForAll @Chars({'.', 'a', '0', '1'}) @StringLength(max = 5) String a,
            @ForAll @Chars({'.', 'a', '0', '1'}) @StringLength(max = 5) String b,
            @ForAll @Chars({'.', 'a', '0', '1'}) @StringLength(max = 5) String c) {
        NaturalOrder order = NaturalOrder.INSTANCE;

        assertThat(order.compare(a, b) == 0).isEqualTo(a.equals(b));
        assertThat(Integer.signum(order.compare(a, b)))
                .isEqualTo(-Integer.signum(order.compare(b, a)));
        if (order.compare(a, b) < 0 && order.compare(b, c) < 0) {
            assertThat(order.compare(a, c)).isNegative();
        }
    }
}
