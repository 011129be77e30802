package dev.mlxj.array.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

@DisplayNameGeneration(ReplaceUnderscores.class)
class BlocksTest {
    private final int before = Threads.count();

    @AfterEach
    void restoreThreads() {
        Threads.set(before);
    }

    @Test
    void every_unit_is_in_exactly_one_block_and_borders_depend_on_the_sizes_alone() {
        List<Set<String>> seen = new ArrayList<>();
        for (int threads : new int[] {1, 2, 7}) {
            Threads.set(threads);
            Set<String> blocks = ConcurrentHashMap.newKeySet();
            Blocks.run(23, 5, (first, n) -> assertThat(blocks.add(first + "+" + n)).isTrue());
            seen.add(blocks);
        }
        assertThat(seen).containsOnly(Set.of("0+5", "5+5", "10+5", "15+5", "20+3"));
    }

    @Test
    void no_work_runs_nothing() {
        Blocks.run(0, 5, (first, n) -> assertThat(n).as("never called").isNull());
    }

    @Test
    void results_are_joined_in_a_tree_of_neighbours_whatever_the_threads() {
        for (int threads : new int[] {1, 2, 5}) {
            Threads.set(threads);
            String tree =
                    Blocks.reduce(
                            13,
                            2,
                            "",
                            () -> (first, n) -> Long.toString(first / 2),
                            (a, b) -> "(" + a + " " + b + ")");
            assertThat(tree).isEqualTo("(((0 1) (2 3)) ((4 5) 6))");
        }
    }

    @Test
    void a_failure_reaches_the_caller_and_ends_the_work() {
        for (int threads : new int[] {1, 3}) {
            Threads.set(threads);
            AtomicInteger begun = new AtomicInteger();
            assertThatThrownBy(
                            () ->
                                    Blocks.run(
                                            1_000_000,
                                            1,
                                            (first, n) -> {
                                                begun.incrementAndGet();
                                                throw new IllegalStateException("block " + first);
                                            }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("block ");
            assertThat(begun.get()).isLessThanOrEqualTo(threads);
        }
    }

    @Test
    void work_inside_work_does_not_wait_for_itself() {
        Threads.set(4);
        AtomicInteger units = new AtomicInteger();
        Blocks.run(16, 1, (first, n) -> Blocks.run(16, 1, (second, m) -> units.addAndGet(m)));
        assertThat(units.get()).isEqualTo(256);
    }

    @Test
    void threads_are_at_least_one() {
        assertThatThrownBy(() -> Threads.set(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threads: at least 1 is needed, got 0");
    }
}
