package dev.mlxj.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.array.kernel.Layouts;
import dev.mlxj.array.random.Random;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;
import dev.mlxj.tensor.TensorSource;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** When arrays are computed, and what they hold on to. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LazinessTest {
    @Test
    void an_operation_computes_nothing_until_its_value_is_asked_for() {
        Array sum = Array.of(1f, 2f).add(Array.of(3f, 4f));
        assertThat(sum.isEvaluated()).isFalse();
        assertThat(sum.dtype()).isEqualTo(DType.F32);
        assertThat(sum.shape()).isEqualTo(Shape.of(2));
        assertThat(floats(sum)).containsExactly(4f, 6f);
        assertThat(sum.isEvaluated()).isTrue();
    }

    @Test
    void zeros_take_no_memory_until_they_are_needed() {
        long before = Memory.getActiveMemory();
        Array zeros = Array.zeros(4096, 4096);
        Array layer = zeros.multiply(2).add(1);
        assertThat(Memory.getActiveMemory() - before).isLessThan(1000);
        assertThat(layer.nbytes()).isEqualTo(64L << 20);
    }

    @Test
    void what_an_array_is_can_be_asked_without_computing_it() {
        Array x = Array.of(1f, 2f, 3f).add(1);
        List<Array> apart = new ArrayList<>();
        x.forEach(apart::add);
        Array changed = x.set(Array.scalar(0), Index.at(0));
        assertThat(x.ndim()).isEqualTo(1);
        assertThat(x.size()).isEqualTo(3);
        assertThat(x.itemsize()).isEqualTo(4);
        assertThat(x.nbytes()).isEqualTo(12);
        assertThat(x.length()).isEqualTo(3);
        assertThat(x.toString()).isEqualTo("Array[F32 [3]]");
        assertThat(x.hashCode()).isEqualTo(x.hashCode());
        for (Array made :
                List.of(
                        x,
                        changed,
                        apart.getLast(),
                        x.get(Index.from(1)),
                        x.astype(DType.I32),
                        x.reshape(3, 1),
                        x.less(2),
                        x.view(DType.U32))) {
            assertThat(made.isEvaluated()).isFalse();
        }
    }

    @Test
    void numbers_lists_text_and_bytes_of_an_array_compute_it() {
        List<Consumer<Array>> triggers =
                List.of(
                        Array::eval,
                        Array::item,
                        Array::itemLong,
                        Array::itemBoolean,
                        Array::toList,
                        Array::toText,
                        Array::tensor);
        for (Consumer<Array> trigger : triggers) {
            Array x = Array.scalar(2).square();
            trigger.accept(x);
            assertThat(x.isEvaluated()).isTrue();
        }
    }

    @Test
    void a_wrong_shape_fails_when_the_graph_is_built() {
        assertThatThrownBy(() -> Array.zeros(2, 3).add(Array.zeros(4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "[broadcast_shapes] Shapes (2,3) and (4) cannot be broadcast."
                                + " In add of float32 (2,3), float32 (4)");
    }

    @Test
    void an_index_out_of_range_is_refused() {
        assertThatThrownBy(() -> Array.zeros(3).get(Index.at(3)))
                .isInstanceOf(IndexOutOfBoundsException.class);
        Array chosen = Array.zeros(3).take(Array.of(1, 3), 0);
        assertThatThrownBy(chosen::tensor).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void an_evaluated_node_forgets_its_inputs_and_so_do_theirs() {
        Array middle = Array.of(1f, 2f).add(1).sumKeepDims();
        Array product = middle.multiply(2);
        Array.eval(product);
        assertThat(product.recipe()).isNull();
        assertThat(middle.isEvaluated()).isTrue();
        assertThat(middle.recipe()).isNull();
    }

    @Test
    void without_evaluation_the_graph_grows() {
        Array w = Array.of(1f, 2f);
        for (int i = 0; i < 5; i++) {
            w = w.add(1);
        }
        int pending = 0;
        for (Array node = w; node.recipe() != null; node = node.recipe().inputs().getFirst()) {
            pending++;
        }
        assertThat(pending).isEqualTo(5);
    }

    @Test
    void nothing_may_be_evaluated() {
        Array.eval();
        Array.eval(List.of());
        Array done = Array.of(1f);
        Array.eval(done, done);
    }

    @Test
    void evaluation_in_the_background_ends_in_a_future() throws Exception {
        Array x = Array.ones(1000).multiply(3);
        Future<?> done = Array.asyncEval(x, x.sum());
        done.get();
        assertThat(x.isEvaluated()).isTrue();
        assertThat(x.sum().item()).isEqualTo(3000);
    }

    @Test
    void what_went_wrong_in_the_background_is_told_by_the_future_and_again_by_the_array() {
        Array wrong = Array.zeros(3).take(Array.of(7), 0);
        Future<?> done = Array.asyncEval(wrong);
        assertThatThrownBy(done::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(wrong::tensor).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void bytes_in_a_file_are_read_when_they_are_needed() {
        AtomicInteger reads = new AtomicInteger();
        Array loaded = Array.of(new Counting(reads));
        Array sum = loaded.add(1).sum();
        assertThat(loaded.shape()).isEqualTo(Shape.of(2));
        assertThat(reads).hasValue(0);
        assertThat(sum.item()).isEqualTo(2);
        assertThat(reads).hasValue(1);
    }

    @Test
    void a_changed_array_is_a_new_one() {
        Array x = Array.of(1f, 2f);
        Array changed = x.set(Array.scalar(42), Index.at(0));
        assertThat(floats(changed)).containsExactly(42f, 2f);
        assertThat(floats(x)).containsExactly(1f, 2f);
    }

    @Test
    void random_numbers_do_not_depend_on_the_order_of_evaluation() {
        Random.seed(5);
        Array first = Random.uniform(0, 1, 3);
        Array second = Random.uniform(0, 1, 3);
        Array.eval(second);
        Array.eval(first);
        Random.seed(5);
        assertThat(first.toList()).isEqualTo(Random.uniform(0, 1, 3).toList());
        assertThat(second.toList()).isEqualTo(Random.uniform(0, 1, 3).toList());
    }

    @Test
    void slices_along_the_first_axis_come_one_by_one() {
        List<Object> rows = new ArrayList<>();
        for (Array row : Array.arange(6).reshape(3, 2)) {
            rows.add(row.toList());
        }
        assertThat(rows).isEqualTo(List.of(List.of(0L, 1L), List.of(2L, 3L), List.of(4L, 5L)));
        assertThatThrownBy(() -> Array.scalar(1).iterator())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_graph_of_a_hundred_thousand_nodes_evaluates() {
        Array chain = Array.of(0f, 1f);
        for (int i = 0; i < 50_000; i++) {
            chain = chain.add(1);
        }
        Array tree = chain;
        for (int i = 0; i < 17_000; i++) {
            tree = tree.sumKeepDims(0).broadcastTo(2).multiply(0.5);
        }
        assertThat(floats(chain)).containsExactly(50_000f, 50_001f);
        assertThat(floats(tree)).containsExactly(50_000.5f, 50_000.5f);
    }

    @Test
    void a_graph_of_a_hundred_thousand_nodes_has_a_gradient() {
        Array gradient =
                Grad.grad(
                                x -> {
                                    Array sum = x;
                                    for (int i = 0; i < 50_000; i++) {
                                        sum = sum.add(x);
                                    }
                                    return sum.sum();
                                })
                        .apply(Array.of(1f, 2f));
        assertThat(floats(gradient)).containsExactly(50_001f, 50_001f);
    }

    /** Two zeros in a file, and how often they were read. */
    private record Counting(AtomicInteger reads) implements TensorSource {
        @Override
        public DType dtype() {
            return DType.F32;
        }

        @Override
        public Shape shape() {
            return Shape.of(2);
        }

        @Override
        public void read(long offset, MemorySegment target) {
            reads.incrementAndGet();
            target.fill((byte) 0);
        }

        @Override
        public Tensor map(Arena arena) {
            reads.incrementAndGet();
            return new Tensor(DType.F32, Shape.of(2), arena.allocate(8));
        }
    }

    private static float[] floats(Array array) {
        return array.tensor().bytes().toArray(Layouts.F32_LE);
    }
}
