package dev.mlxj.array.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.function.DoubleUnaryOperator;

@DisplayNameGeneration(ReplaceUnderscores.class)
class FloatFunctionsTest {
    private interface Loop {
        void run(FloatFunctions functions, float[] x, int n);
    }

    /** A function, what it should be in F64, and how many units in the last place it may err. */
    @SuppressWarnings("ImmutableEnumChecker") // lambdas of no state
    private enum Case {
        EXP(FloatFunctions::exp, Math::exp, 1),
        LOG(FloatFunctions::log, Math::log, 1),
        TANH(FloatFunctions::tanh, Math::tanh, 2.5),
        SIGMOID(FloatFunctions::sigmoid, x -> 1 / (1 + Math.exp(-x)), 2.3),
        ERF(FloatFunctions::erf, ErrorFunction::erf, 1.1);

        private final Loop loop;
        private final DoubleUnaryOperator exact;
        private final double ulps;

        Case(Loop loop, DoubleUnaryOperator exact, double ulps) {
            this.loop = loop;
            this.exact = exact;
            this.ulps = ulps;
        }

        float[] of(float[] x, int n) {
            float[] y = x.clone();
            loop.run(FloatFunctions.ofThread(), y, n);
            return y;
        }
    }

    /** One in 4,099 of all floats, of either sign, down to the subnormal ones, NaN among them. */
    private static float[] sample() {
        float[] x = new float[(int) ((1L << 32) / 4099) + 1];
        for (int i = 0; i < x.length; i++) {
            x[i] = Float.intBitsToFloat((int) (i * 4099L));
        }
        return x;
    }

    @ParameterizedTest
    @EnumSource
    void values_are_within_their_bound_of_the_exact_ones(Case function) {
        float[] x = sample();
        float[] y = function.of(x, x.length);
        double worst = 0;
        for (int i = 0; i < x.length; i++) {
            double exact = function.exact.applyAsDouble(x[i]);
            float rounded = (float) exact;
            if (Float.isFinite(rounded) && rounded != 0) {
                worst = Math.max(worst, Math.abs(y[i] - exact) / Math.ulp(rounded));
            } else if (Float.compare(y[i], rounded) != 0) {
                assertThat(y[i]).as("at %s", x[i]).isEqualTo(rounded);
            }
        }
        assertThat(worst).isLessThan(function.ulps);
    }

    @ParameterizedTest
    @EnumSource
    void zeros_infinities_and_nan_are_those_of_the_jdk(Case function) {
        float[] x = {
            0f,
            -0f,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.NaN,
            -Float.MIN_VALUE,
            -Float.MAX_VALUE
        };
        float[] expected = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            expected[i] = (float) function.exact.applyAsDouble(x[i]);
        }
        assertThat(function.of(x, x.length)).containsExactly(expected);
    }

    @ParameterizedTest
    @EnumSource
    void a_value_does_not_depend_on_its_neighbours_or_its_place(Case function) {
        float[] x = new float[2049];
        for (int i = 0; i < x.length; i++) {
            x[i] = (i - 1000) * 0.01f;
        }
        float[] whole = function.of(x, x.length);
        for (int n : new int[] {0, 1, 15, 16, 17, 1023, 1024, 1025, 2047, 2048, 2049}) {
            float[] expected = x.clone();
            System.arraycopy(whole, 0, expected, 0, n);
            assertThat(function.of(x, n)).containsExactly(expected);
        }
    }

    @Test
    void an_exponential_may_be_shifted() {
        float[] x = {1, 2, 3};
        FloatFunctions.ofThread().exp(x, 3, 3);
        assertThat(x).containsExactly((float) Math.exp(-2), (float) Math.exp(-1), 1f);
    }
}
