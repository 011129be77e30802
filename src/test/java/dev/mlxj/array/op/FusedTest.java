package dev.mlxj.array.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.array.Array;
import dev.mlxj.array.Grad;
import dev.mlxj.array.kernel.Threads;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Loops of their own give what the composition of other operations gives, which is the definition.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class FusedTest {
    private final int before = Threads.count();

    @AfterEach
    void restoreThreads() {
        Threads.set(before);
    }

    private record Case(String name, Fused operation, List<Array> inputs) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        Array x = random(DType.F32, 3, 5, 33);
        Array half = random(DType.BF16, 3, 5, 64);
        Array weight = random(DType.F32, 33);
        Array bias = random(DType.F32, 33);
        Array offsets = Array.of(7f, 0f, 100f);
        return Stream.of(
                new Case("rmsNorm", norm(false, 0), List.of(x)),
                new Case("rmsNorm with weight", norm(false, 1), List.of(x, weight)),
                new Case("rmsNorm of halves", norm(false, 0), List.of(half)),
                new Case("layerNorm", norm(true, 0), List.of(x)),
                new Case("layerNorm with weight and bias", norm(true, 2), List.of(x, weight, bias)),
                new Case(
                        "rope",
                        rope(32, false),
                        List.of(x, random(DType.F32, 16), Array.scalar(3f))),
                new Case(
                        "rope of neighbours",
                        rope(8, true),
                        List.of(x, random(DType.F32, 4), offsets)),
                new Case(
                        "rope of halves",
                        rope(64, false),
                        List.of(half, random(DType.F32, 32), offsets)),
                new Case(
                        "windows",
                        new WindowProduct(),
                        List.of(
                                Windows.of(
                                        random(DType.F32, 2, 9, 7, 5),
                                        List.of(3, 2),
                                        List.of(2, 1),
                                        List.of(1, 2)),
                                random(DType.F32, 6, 3, 2, 5))),
                new Case(
                        "windows of channels",
                        new ChannelWindows(),
                        List.of(
                                Windows.of(
                                        random(DType.F32, 2, 30, 37),
                                        List.of(4),
                                        List.of(2),
                                        List.of(3)),
                                random(DType.F32, 37, 4, 1))),
                attention("attention", false, List.of(1, 2, 7, 5, 8), 0, null, false),
                attention("causal, shared keys", true, List.of(2, 4, 150, 150, 16), 2, null, false),
                attention("causal, keys before", true, List.of(1, 2, 5, 40, 16), 2, null, false),
                attention(
                        "added mask",
                        false,
                        List.of(2, 2, 9, 11, 4),
                        0,
                        random(DType.F32, 9, 11),
                        false),
                attention(
                        "bool mask",
                        true,
                        List.of(2, 2, 9, 9, 4),
                        0,
                        random(DType.F32, 2, 1, 1, 9).greater(-0.9),
                        false),
                attention("sinks", true, List.of(1, 4, 130, 131, 4), 2, null, true));
    }

    static Stream<Case> differentiable() {
        return cases().filter(c -> c.inputs.getLast().dtype() != DType.BOOL);
    }

    private static Fused norm(boolean centred, int parameters) {
        return new Normalized(centred, parameters > 0, parameters > 1, 1e-5);
    }

    private static Fused rope(int dims, boolean traditional) {
        return new FusedRope(new Rope(dims, traditional, 0.5));
    }

    /** Sizes: batch, heads, queries, keys, features. */
    private static Case attention(
            String name,
            boolean causal,
            List<Integer> sizes,
            int kvHeads,
            @Nullable Array mask,
            boolean sunk) {
        long batch = sizes.get(0);
        long heads = sizes.get(1);
        long queries = sizes.get(2);
        long keys = sizes.get(3);
        long features = sizes.get(4);
        long shared = kvHeads == 0 ? heads : kvHeads;
        Array q = random(DType.F32, batch, queries, heads, features).transpose(0, 2, 1, 3);
        Array k = random(DType.F32, batch, shared, keys, features);
        Array v = random(DType.F32, batch, shared, keys, 3);
        List<Array> in = new ArrayList<>(List.of(q, k, v));
        if (mask != null) {
            in.add(mask.broadcastTo(batch, heads, queries, keys));
        }
        if (sunk) {
            in.add(random(DType.F32, heads));
        }
        return new Case(
                name, new FusedAttention(new Attention(0.3, causal), mask != null, sunk), in);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_result_is_that_of_the_composition(Case c) {
        Array fused = Array.of(c.operation, c.inputs);
        Array composed = c.operation.composed(c.inputs);
        assertThat(fused.shape()).isEqualTo(composed.shape());
        assertThat(fused.dtype()).isEqualTo(composed.dtype());
        double tolerance = fused.dtype() == DType.BF16 ? 0x1p-7 : 3e-6;
        assertThat(distance(fused, composed)).isLessThan(tolerance);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void threads_change_no_bit(Case c) {
        Threads.set(1);
        Tensor one = Array.of(c.operation, c.inputs).tensor();
        for (int threads : new int[] {2, 5}) {
            Threads.set(threads);
            Tensor more = Array.of(c.operation, c.inputs).tensor();
            assertThat(more.bytes().mismatch(one.bytes())).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void the_gradient_is_that_of_the_composition(Case c) {
        List<Array> fused = gradients(in -> Array.of(c.operation, in), c);
        List<Array> composed = gradients(c.operation::composed, c);
        for (int i = 0; i < fused.size(); i++) {
            assertThat(distance(fused.get(i), composed.get(i))).isLessThan(1e-4);
        }
    }

    private static List<Array> gradients(Function<List<Array>, Array> f, Case c) {
        Array cotangent = random(f.apply(c.inputs).dtype(), f.apply(c.inputs).shape().toArray());
        return Grad.vjp(in -> List.of(f.apply(in)), c.inputs, List.of(cotangent)).gradients();
    }

    @Test
    void a_query_that_sees_no_key_attends_to_nan_as_composed() {
        Array q = random(DType.F32, 1, 1, 3, 4);
        Array k = random(DType.F32, 1, 1, 2, 4);
        List<Array> in = List.of(q, k, k);
        Fused operation = new FusedAttention(new Attention(1, true), false, false);
        Tensor fused = Array.of(operation, in).tensor();
        assertThat(fused.bytes().mismatch(operation.composed(in).tensor().bytes())).isEqualTo(-1);
    }

    private static double distance(Array a, Array b) {
        Array difference = a.astype(DType.F32).subtract(b.astype(DType.F32)).abs();
        return difference.max().tensor().bytes().get(ValueLayout.JAVA_FLOAT, 0);
    }

    private static Array random(DType dtype, long... extents) {
        Shape shape = Shape.of(extents);
        SplittableRandom random = new SplittableRandom(shape.elements());
        float[] numbers = new float[(int) shape.elements()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
        }
        Tensor tensor = new Tensor(DType.F32, shape, MemorySegment.ofArray(numbers));
        return Array.of(tensor).astype(dtype);
    }
}
