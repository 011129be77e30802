package dev.mlxj.array.kernel;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;

/**
 * Work in fixed blocks over the threads of {@link Threads}. Where a block begins depends on the
 * amount of work and the size of a block, never on the number of threads; and partial results are
 * joined in a fixed tree. So the same input gives the same bits on any machine.
 *
 * <p>The calling thread works too. A block that fails ends the work: no further block is begun, and
 * the failure is thrown once those under way are done. Threads wait for more work for a while, as
 * daemons: they keep no program from ending.
 */
public final class Blocks {
    /** What is done with a block. */
    @FunctionalInterface
    public interface Body {
        /**
         * Works on a block.
         *
         * @param first its first unit of work
         * @param n how many units it has; all blocks but the last have the same number
         */
        void run(long first, int n);
    }

    /** What a block comes to. */
    @FunctionalInterface
    public interface Partial<T> {
        /** The result of a block; parameters as in {@link Body#run}. */
        T of(long first, int n);
    }

    private static final class Workers {
        static final ExecutorService POOL =
                Executors.newCachedThreadPool(
                        work -> Thread.ofPlatform().daemon().name("mlxj-kernel").unstarted(work));
    }

    private Blocks() {}

    /** Runs {@code body} on every block of {@code size} units out of {@code units}. */
    public static void run(long units, int size, Body body) {
        runWith(units, size, () -> body);
    }

    /**
     * As {@link #run}, with a body of its own for every thread that takes part: for bodies that
     * keep scratch memory.
     */
    public static void runWith(long units, int size, Supplier<Body> bodies) {
        long blocks = Math.ceilDiv(units, size);
        int helpers = (int) Math.min(Threads.count(), blocks) - 1;
        Run run = new Run(units, size, bodies, Math.max(0, helpers));
        for (int i = 0; i < helpers; i++) {
            Workers.POOL.execute(run::help);
        }
        run.work();
        run.finish();
    }

    /**
     * Joins the results of all blocks, neighbours first: {@code ((0 1) (2 3)) ((4 5) 6)}.
     *
     * @param none the result where there is no work at all
     */
    public static <T> T reduce(
            long units, int size, T none, Supplier<Partial<T>> partials, BinaryOperator<T> join) {
        int blocks = Math.toIntExact(Math.ceilDiv(units, size));
        if (blocks == 0) {
            return none;
        }
        List<T> results = new ArrayList<>(Collections.nCopies(blocks, none));
        runWith(
                units,
                size,
                () -> {
                    Partial<T> partial = partials.get();
                    return (first, n) -> results.set((int) (first / size), partial.of(first, n));
                });
        for (int step = 1; step < blocks; step *= 2) {
            for (int i = 0; i + step < blocks; i += 2 * step) {
                results.set(i, join.apply(results.get(i), results.get(i + step)));
            }
        }
        return results.getFirst();
    }

    /** One call: its blocks are taken in order by whoever is free. */
    private static final class Run {
        private final long units;
        private final int size;
        private final Supplier<Body> bodies;
        private final CountDownLatch helping;
        private final AtomicLong next = new AtomicLong();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        Run(long units, int size, Supplier<Body> bodies, int helpers) {
            this.units = units;
            this.size = size;
            this.bodies = bodies;
            this.helping = new CountDownLatch(helpers);
        }

        void help() {
            work();
            helping.countDown();
        }

        void work() {
            try {
                Body body = bodies.get();
                while (failure.get() == null) {
                    long first = next.getAndAdd(size);
                    if (first >= units) {
                        return;
                    }
                    body.run(first, (int) Math.min(size, units - first));
                }
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            }
        }

        /** Waits for the helpers, even when interrupted: they write to memory of the caller. */
        void finish() {
            boolean interrupted = false;
            while (true) {
                try {
                    helping.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            switch (failure.get()) {
                case null -> {}
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case Throwable e -> throw new IllegalStateException(e);
            }
        }
    }
}
