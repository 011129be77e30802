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

    @Test
    void a_chain_of_pointwise_operations_is_one_pass_without_values_in_between() {
        Array x = Array.arange(DType.F32, 1 << 20).multiply(1e-6);
        Array.eval(x);
        Array first = x.add(1);
        Array second = first.square().exp();
        Array last = second.multiply(first).sqrt().negative();
        long before = Memory.getActiveMemory();
        Memory.resetPeakMemory();
        Array.eval(last);
        assertThat(Memory.getPeakMemory() - before).isBetween(4L << 20, 5L << 20);
        assertThat(first.isEvaluated()).isFalse();
        assertThat(second.isEvaluated()).isFalse();
    }

    /** The same value in new memory; keeps the least number of bytes in use meanwhile. */
    private record Measuring(List<Long> active) implements Primitive {
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
            View out = View.of(Memory.allocate(DType.F32, in.getFirst().shape()));
            in.getFirst().copyTo(out);
            active.add(collected());
            return out;
        }
    }

    /** Bytes in use when the collector has done its work, which it tells a little later. */
    private static long collected() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            System.gc();
            least = Math.min(least, Memory.getActiveMemory());
        }
        return least;
    }

    @Test
    void bytes_in_use_are_those_of_the_values_that_are_still_needed() {
        long mebibyte = 1 << 20;
        long before = collected();
        List<Long> active = new ArrayList<>();
        Array x = Array.ones(DType.F32, mebibyte / 4);
        for (int i = 0; i < 8; i++) {
            x = Array.of(new Measuring(active), x);
        }
        Array.eval(x);
        for (long bytes : active) {
            assertThat(bytes - before).isLessThan(2 * mebibyte + mebibyte / 2);
        }
    }

    @Test
    void beyond_the_limit_garbage_is_collected_at_once() {
        long mebibyte = 1 << 20;
        long used = collected();
        long limit = Memory.setMemoryLimit(used + 8 * mebibyte);
        try {
            for (int i = 0; i < 100; i++) {
                Array.eval(Array.ones(DType.F32, mebibyte / 4).sort());
            }
            assertThat(Memory.getMemoryLimit()).isEqualTo(used + 8 * mebibyte);
        } finally {
            Memory.setMemoryLimit(limit);
        }
        assertThat(Memory.getMemoryLimit()).isEqualTo(limit);
    }
}
