package dev.mlxj.array.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ErrorFunctionTest {
    /** Expected numbers by mpmath with 40 digits. */
    @ParameterizedTest
    @CsvSource({
        "0.5, 0.47693627620446987",
        "-0.8999999761581421, -1.1630870719457722",
        "9.999999747378752e-06, 8.8622690308798415e-6",
        "0.9965999722480774, 2.07114914593823",
        "0.9999999403953552, 3.8325068569007109"
    })
    void the_inverse_has_every_digit(float x, double expected) {
        assertThat(ErrorFunction.inverse((double) x))
                .isCloseTo(expected, within(1e-11 * Math.abs(expected)));
        assertThat(ErrorFunction.inverse(x)).isEqualTo((float) expected);
    }

    @Test
    void the_inverse_for_F32_is_the_general_one_rounded_but_where_that_is_halfway() {
        int apart = 0;
        int count = 0;
        for (float x = 1e-30f; x < 1; x = x < 0.01f ? x * 1.01f : x + 1e-5f) {
            float exact = (float) ErrorFunction.inverse((double) x);
            float found = ErrorFunction.inverse(x);
            assertThat(found).isBetween(Math.nextDown(exact), Math.nextUp(exact));
            assertThat(ErrorFunction.inverse(-x)).isEqualTo(-found);
            apart += found == exact ? 0 : 1;
            count++;
        }
        assertThat(apart).isLessThan(count / 200);
    }

    @Test
    void the_inverse_is_infinite_at_one_and_undefined_beyond() {
        assertThat(ErrorFunction.inverse(1f)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(ErrorFunction.inverse(-1f)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(ErrorFunction.inverse(Math.nextUp(1f))).isNaN();
        assertThat(ErrorFunction.inverse(Float.NaN)).isNaN();
        assertThat(Float.floatToRawIntBits(ErrorFunction.inverse(-0f)))
                .isEqualTo(Float.floatToRawIntBits(-0f));
    }
}
