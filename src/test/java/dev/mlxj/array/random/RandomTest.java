package dev.mlxj.array.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mlxj.array.Array;
import dev.mlxj.array.Index;
import dev.mlxj.array.Vmap;
import dev.mlxj.array.kernel.Threads;
import dev.mlxj.tensor.DType;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.lang.foreign.ValueLayout;
import java.util.List;

/** Expected numbers are those of mlx 0.32.4. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RandomTest {
    @Test
    void a_key_is_split_into_keys() {
        long[] expected = {
            2467461003L, 428148500L, 3186719485L, 3840466878L, 2562233961L, 1946702221L
        };
        assertThat(numbers(Random.split(Random.key(0), 3).astype(DType.F64)))
                .containsExactly(expected);
    }

    @Test
    void numbers_depend_on_how_many_are_asked_for() {
        float[] first = new float[7];
        for (int n = 1; n <= 6; n++) {
            Array uniform = Random.uniform(Random.key(0), DType.F32, 0, 1, n);
            first[n] = uniform.tensor().bytes().get(ValueLayout.JAVA_FLOAT_UNALIGNED, 0);
        }
        assertThat(first)
                .containsExactly(
                        0f,
                        0x1.ac8006p-2f,
                        0x1.baf91cp-3f,
                        0x1.ee3e9ep-1f,
                        0x1.ee3e9ep-1f,
                        0x1.2624f0p-1f,
                        0x1.2624f0p-1f);
    }

    @Test
    void a_seed_gives_the_same_arrays_whenever_they_are_evaluated() {
        Random.seed(7);
        Array a = Random.normal(0, 1, 1000);
        Array b = Random.uniform(0, 1, 1000);
        Array.eval(b, a);
        Random.seed(7);
        assertThat(Random.normal(0, 1, 1000).tensor().bytes().mismatch(a.tensor().bytes()))
                .isEqualTo(-1);
    }

    @Test
    void each_thread_draws_from_a_sequence_of_its_own() throws InterruptedException {
        Random.seed(5);
        double first = Random.uniform(0, 1).item();
        double second = Random.uniform(0, 1).item();
        Random.seed(5);
        double[] others = new double[2];
        Thread other =
                new Thread(
                        () -> {
                            Random.seed(5);
                            others[0] = Random.uniform(0, 1).item();
                            others[1] = Random.uniform(0, 1).item();
                        });
        assertThat(Random.uniform(0, 1).item()).isEqualTo(first);
        other.start();
        other.join();
        assertThat(Random.uniform(0, 1).item()).isEqualTo(second);
        assertThat(others).containsExactly(first, second);
    }

    @Test
    void threads_that_were_not_seeded_draw_different_numbers() throws InterruptedException {
        double[] drawn = new double[2];
        for (int i = 0; i < drawn.length; i++) {
            int place = i;
            Thread thread = new Thread(() -> drawn[place] = Random.uniform(0, 1).item());
            thread.start();
            thread.join();
        }
        assertThat(drawn[0]).isNotEqualTo(drawn[1]);
    }

    @Test
    void a_sequence_goes_on_from_a_state_that_was_kept() {
        Random.seed(11);
        Random.uniform(0, 1, 3);
        Array state = Random.state();
        Array expected = Random.normal(0, 1, 5);
        Random.seed(0);
        Random.setState(state);
        assertThat(Random.normal(0, 1, 5).toList()).isEqualTo(expected.toList());
        Random.seed(11);
        assertThat(Random.state().toList()).isEqualTo(Random.key(11).toList());
    }

    @Test
    void many_keys_at_once_give_what_each_gives_alone() {
        Array keys = Random.split(Random.key(3), 4);
        Array all =
                Vmap.of(
                                in -> List.of(Random.normal(in.getFirst(), DType.F32, 1, 2, 3, 5)),
                                List.of(0),
                                0)
                        .apply(List.of(keys))
                        .getFirst();
        for (int i = 0; i < 4; i++) {
            Array key = keys.get(Index.at(i));
            assertThat(all.get(Index.at(i)).toList())
                    .isEqualTo(Random.normal(key, DType.F32, 1, 2, 3, 5).toList());
        }
    }

    @Test
    void the_number_of_threads_changes_nothing() {
        int before = Threads.count();
        try {
            Threads.set(1);
            Array one = Random.bits(Random.key(3), 100_001);
            Array.eval(one);
            Threads.set(5);
            Array many = Random.bits(Random.key(3), 100_001);
            assertThat(many.tensor().bytes().mismatch(one.tensor().bytes())).isEqualTo(-1);
        } finally {
            Threads.set(before);
        }
    }

    @Test
    void normal_and_bernoulli_have_the_moments_they_claim() {
        Array normal = Random.normal(Random.key(1), DType.F32, 3, 2, 100_000);
        assertThat(number(normal.mean())).isCloseTo(3, within(0.03));
        assertThat(number(normal.std())).isCloseTo(2, within(0.03));
        Array bernoulli = Random.bernoulli(Random.key(1), 0.3, 100_000);
        assertThat(number(bernoulli.astype(DType.F32).mean())).isCloseTo(0.3, within(0.01));
    }

    @Test
    void what_is_no_key_and_dtypes_without_random_numbers_are_refused() {
        assertThatThrownBy(() -> Random.bits(Array.of(1f, 2f), 3))
                .hasMessage("[bits] A key is uint32 (2). Given float32 (2)");
        assertThatThrownBy(() -> Random.uniform(Random.key(0), DType.I32, 0, 1, 3))
                .hasMessage("[uniform] Random numbers are float16, bfloat16 or float32, not int32");
    }

    private static double number(Array array) {
        return array.tensor().bytes().get(ValueLayout.JAVA_FLOAT_UNALIGNED, 0);
    }

    private static long[] numbers(Array array) {
        long[] numbers = new long[(int) array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] =
                    (long) array.tensor().bytes().get(ValueLayout.JAVA_DOUBLE_UNALIGNED, 8L * i);
        }
        return numbers;
    }
}
