package dev.mlxj.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.array.Samples.Sample;
import dev.mlxj.golden.TensorComparison;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Tensor;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Every operation done for many at once gives what a loop over the many gives. */
class VmapTest {
    private static final int MANY = 3;

    @TestFactory
    Stream<DynamicTest> many_at_once_are_many_one_by_one() {
        return Samples.all().stream()
                .map(sample -> DynamicTest.dynamicTest(sample.name(), () -> check(sample)));
    }

    private static void check(Sample sample) {
        for (long seed = 0; seed < 2; seed++) {
            List<List<Array>> many = many(sample, seed);
            List<Integer> allInFront = new ArrayList<>();
            List<Integer> behind = new ArrayList<>();
            for (Array argument : many.getFirst()) {
                allInFront.add(0);
                behind.add(argument.ndim());
            }
            compare(sample, many, allInFront, 0);
            compare(sample, many, behind, -1);
            for (int alone = 0; alone < allInFront.size() && allInFront.size() > 1; alone++) {
                List<Integer> one = new ArrayList<>();
                for (int i = 0; i < allInFront.size(); i++) {
                    one.add(i == alone ? 0 : Vmap.NONE);
                }
                compare(sample, many, one, 0);
            }
        }
    }

    /** Arguments of the same shapes, several times. */
    private static List<List<Array>> many(Sample sample, long seed) {
        List<List<Array>> many = new ArrayList<>();
        List<Array> first = sample.draw(new Random(seed));
        for (long other = seed + 1; many.size() < MANY - 1; other++) {
            List<Array> drawn = sample.draw(new Random(other));
            boolean fits = true;
            for (int i = 0; i < first.size(); i++) {
                fits &= drawn.get(i).shape().equals(first.get(i).shape());
            }
            if (fits) {
                many.add(drawn);
            }
        }
        many.addFirst(first);
        return many;
    }

    private static void compare(
            Sample sample, List<List<Array>> many, List<Integer> axes, int outAxis) {
        List<Array> joined = new ArrayList<>();
        for (int i = 0; i < axes.size(); i++) {
            int argument = i;
            joined.add(
                    axes.get(i) == Vmap.NONE
                            ? many.getFirst().get(i)
                            : Array.stack(
                                    many.stream().map(each -> each.get(argument)).toList(),
                                    axes.get(i)));
        }
        List<Array> got = Vmap.of(sample.function(), axes, outAxis).apply(joined);
        List<List<Array>> expected = new ArrayList<>();
        for (int one = 0; one < MANY; one++) {
            List<Array> arguments = new ArrayList<>();
            for (int i = 0; i < axes.size(); i++) {
                arguments.add(many.get(axes.get(i) == Vmap.NONE ? 0 : one).get(i));
            }
            expected.add(sample.function().apply(arguments));
        }
        assertThat(got).hasSameSizeAs(expected.getFirst());
        for (int result = 0; result < got.size(); result++) {
            int at = result;
            Array loop = Array.stack(expected.stream().map(each -> each.get(at)).toList(), outAxis);
            Tensor wanted = loop.tensor();
            Tensor found = got.get(result).tensor();
            assertThat(found.dtype()).isEqualTo(wanted.dtype());
            assertThat(found.shape()).isEqualTo(wanted.shape());
            // Sums and fused loops add in another order when they are many.
            double close = wanted.dtype() == DType.F64 ? 1e-10 : 2e-6;
            TensorComparison.close(sample.name() + " " + axes, wanted, found, close, close);
        }
    }
}
