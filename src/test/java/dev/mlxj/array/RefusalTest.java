package dev.mlxj.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.mlxj.array.Samples.Sample;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Wrong arguments are refused when the graph is built, in one line with the operation, shapes and
 * dtypes: every operation on arguments of other ranks, extents and dtypes than it is made for. What
 * is not refused can be computed.
 */
class RefusalTest {
    private static final Map<String, UnaryOperator<Array>> MUTATIONS = new LinkedHashMap<>();

    static {
        MUTATIONS.put("no axes", x -> Array.zeros(x.dtype()));
        MUTATIONS.put("an axis more", x -> x.expandDims(0).repeat(2, 0));
        MUTATIONS.put("other extents", RefusalTest::longer);
        MUTATIONS.put("no elements", x -> Array.zeros(x.dtype(), new long[x.ndim()]));
        for (DType dtype :
                List.of(DType.BOOL, DType.I32, DType.U64, DType.F16, DType.C64, DType.F8_E4M3)) {
            MUTATIONS.put(dtype.name(), x -> Array.zeros(dtype, x.shape().toArray()));
        }
    }

    private static Array longer(Array x) {
        long[] extents = x.shape().toArray();
        for (int axis = 0; axis < extents.length; axis++) {
            extents[axis] += 5 + axis;
        }
        return Array.zeros(x.dtype(), extents);
    }

    @TestFactory
    Stream<DynamicTest> wrong_arguments_are_refused_in_one_line_when_the_graph_is_built() {
        return Samples.all().stream()
                .map(sample -> DynamicTest.dynamicTest(sample.name(), () -> check(sample)));
    }

    private static void check(Sample sample) {
        List<Array> right = sample.draw(new Random(3));
        for (int i = 0; i < right.size(); i++) {
            for (Map.Entry<String, UnaryOperator<Array>> mutation : MUTATIONS.entrySet()) {
                List<Array> wrong = new ArrayList<>(right);
                wrong.set(i, mutation.getValue().apply(right.get(i)));
                check(sample, wrong, "%s with %s".formatted(sample, wrong));
            }
        }
    }

    private static void check(Sample sample, List<Array> arguments, String what) {
        List<Array> results;
        try {
            results = sample.function().apply(arguments);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            assertThat(message).as(what).startsWith("[").doesNotContain("\n");
            assertThat(message)
                    .as(what)
                    .containsPattern(
                            "(bool|u?int\\d+|b?float\\d+|complex64|f8_e4m3) \\([0-9,]*\\)");
            return;
        } catch (IndexOutOfBoundsException e) {
            assertThat(e).as(what).hasMessageStartingWith("[index]");
            return;
        } catch (RuntimeException e) {
            fail(what + " is refused as " + e, e);
            return;
        }
        try {
            Array.eval(results);
        } catch (IndexOutOfBoundsException e) {
            // What an index array holds is known only now.
            assertThat(e).as(what).hasMessageStartingWith("[gather]");
            return;
        } catch (RuntimeException e) {
            fail(what + " is refused only when it is computed: " + e, e);
        }
        for (Array result : results) {
            Shape shape = result.view().shape();
            assertThat(shape).as(what).isEqualTo(result.shape());
        }
    }
}
