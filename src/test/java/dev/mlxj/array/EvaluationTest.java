package dev.mlxj.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EvaluationTest {
    /** The same value, and a count of how often it was computed. */
    private record Counting(AtomicInteger count) implements Primitive {
        @Override
        public Shape shape(List<Array> in) {
            return in.getFirst().shape();
        }

        @Override
        public DType dtype(List<Array> in) {
            return in.getFirst().dtype();
        }

        @Override
        public View eval(List<View> in) {
            count.incrementAndGet();
            View out = View.of(Memory.allocate(DType.F32, in.getFirst().shape()));
            in.getFirst().copyTo(out);
            return out;
        }
    }

    @Test
    void a_node_with_many_users_is_computed_once() {
        AtomicInteger count = new AtomicInteger();
        Array shared = Array.of(new Counting(count), Array.ones(3));
        Array sum = shared.add(shared.multiply(2)).add(shared.sum());
        Array.eval(sum, shared, sum.square());
        assertThat(count).hasValue(1);
    }

    @Test
    void intermediate_values_go_with_their_last_use() throws InterruptedException {
        long elements = 4L << 20;
        Array x = Array.ones(DType.F32, elements);
        List<WeakReference<Array>> passed = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            x = Array.of(new Counting(new AtomicInteger()), x);
            passed.add(new WeakReference<>(x));
        }
        // 100 values of 16 MiB: three times the memory that the tests have.
        assertThat(x.sum().item()).isEqualTo((double) elements);
        System.gc();
        long alive = passed.stream().filter(reference -> reference.get() != null).count();
        assertThat(alive).isLessThanOrEqualTo(1);
    }

    @Test
    void several_threads_may_evaluate_one_graph() throws Exception {
        AtomicInteger count = new AtomicInteger();
        Array shared = Array.of(new Counting(count), Array.ones(1000));
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Double>> tasks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Array sum = shared.add(i).sum();
                tasks.add(sum::item);
            }
            int i = 0;
            for (Future<Double> result : threads.invokeAll(tasks)) {
                assertThat(result.get()).isEqualTo(1000.0 * (1 + i++));
            }
        }
        assertThat(count).hasValue(1);
    }

    @Test
    void a_pointwise_node_that_was_passed_is_computed_at_most_twice_more() {
        Array state = Array.ones(4);
        for (int step = 0; step < 1000; step++) {
            state = state.multiply(0.5).add(1);
            Array.eval(state.square());
        }
        int pending = 0;
        Array node = state;
        for (Recipe recipe = node.recipe(); recipe != null; recipe = node.recipe()) {
            node = recipe.inputs().getFirst();
            pending++;
        }
        assertThat(pending).isLessThan(10);
        assertThat(state.sum().item()).isEqualTo(8);
    }

    @Test
    void a_value_that_is_asked_for_within_a_gradient_does_not_cut_it() {
        Array gradient =
                Grad.grad(
                                x -> {
                                    Array y = x.square();
                                    Array.eval(y);
                                    return y.multiply(x).sum();
                                })
                        .apply(Array.of(2f));
        assertThat(gradient.item()).isEqualTo(12);
    }
}
