package dev.mlxj.surgery.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ExpressionTest {
    private static final ValueLayout.OfFloat F32_LE =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static Array array(String expression, Array x) {
        Value value = Expression.parse(expression).evaluate(x);
        assertThat(value).isInstanceOf(Value.Of.class);
        return ((Value.Of) value).array();
    }

    private static float[] floats(String expression, float... x) {
        MemorySegment bytes = array(expression, Array.of(x)).astype(DType.F32).tensor().bytes();
        return bytes.toArray(F32_LE);
    }

    /** The value for x = 3. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x | 3",
                "x + 2 * 4 | 11",
                "(x + 2) * 4 | 20",
                "2 - x - 1 | -2",
                "-x ** 2 | -9",
                "2 ** x ** 0 | 2",
                "2 ** -1 * x | 1.5",
                "12 / x | 4",
                "7 // 2 * x | 9",
                "x % 2 | 1",
                "1 / 3 * x | 1",
                "where(x > 2, 10, 20) | 10",
                "where((x > 2) & ~(x < 3), 1.5, 0) | 1.5",
                "clip(x, -1, 1) | 1",
                "clip(x, None, 2.5) | 2.5",
                "maximum(x, 4) + minimum(x, 1) | 5",
                "abs(-x) + sqrt(16) | 7",
                "x.square().sum() | 9",
                "sum(x, axis=0, keepdims=True) | 3",
                "x.T | 3",
                "reshape(x, 1, 1) | 3",
                "reshape(x, (1,)) | 3",
                "max(min(x)) | 3",
                "1e1 * x | 30",
                ".5 * x | 1.5",
            })
    void an_expression_has_the_value_that_python_gives_it(String expression, float expected) {
        assertThat(floats(expression, 3)).containsExactly(expected);
    }

    @Test
    void of_a_long_expression_a_message_shows_the_place_only() {
        assertThatThrownBy(() -> Expression.parse("1 + ".repeat(100) + ")" + " + 1".repeat(100)))
                .hasMessageStartingWith("expression '.." + "1 + ".repeat(10) + ") + 1 + 1")
                .hasMessageEndingWith("..', column 401: a value is expected before ')'");
    }

    @Test
    void numbers_are_weak_and_dtypes_are_asked_for_by_name() {
        Array half = Array.of(1f, 2f).astype(DType.F16);
        assertThat(array("x * 2.5 + 1 / 3", half).dtype()).isEqualTo(DType.F16);
        assertThat(array("astype(x, bf16)", half).dtype()).isEqualTo(DType.BF16);
        assertThat(array("isnan(x)", half).dtype()).isEqualTo(DType.BOOL);
        assertThat(array("mean(x)", half).shape()).isEqualTo(Shape.SCALAR);
        assertThat(Expression.parse("astype(x, f32)").saysDType()).isTrue();
        assertThat(Expression.parse("x.astype(f32) * 2").saysDType()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "x + | column 4: a value is missing",
                "x y | column 3: 'y' is not expected here",
                "(x | column 1: '(' is not closed",
                "x + ) | column 5: a value is expected before ')'",
                "x $ 2 | column 3: '$' has no meaning here",
                "sqr(x) | column 1: there is no operation 'sqr'; nearest: 'sqrt'",
                "y * 2 | column 1: there is no 'y'; the parameter is called x",
                "1 < x < 2 | column 7: comparisons do not chain; write (a < b) & (b < c)",
                "sum(x, foo=1) | column 1: there is no argument 'foo'",
                "abs(x, x) | column 1: takes 1 arguments, got 2",
                "where(x) | column 1: the argument 'x' is missing",
                "astype(x, 3) | column 1: 'dtype' is a dtype, as f32 or bf16",
            })
    void what_is_wrong_is_told_with_its_column(String expression, String problem) {
        assertThatThrownBy(() -> Expression.parse(expression).evaluate(Array.of(1f, 2f)))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void too_deep_a_nest_is_told_and_not_fallen_into() {
        assertThatThrownBy(() -> Expression.parse("(".repeat(100_000)))
                .hasMessageContaining("nested more than 200 deep");
        assertThatThrownBy(() -> Expression.parse("-".repeat(100_000) + "x"))
                .hasMessageContaining("nested more than 200 deep");
    }
}
