package dev.mlxj.surgery;

import dev.mlxj.array.kernel.Blocks;
import dev.mlxj.array.kernel.Threads;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Supplier;

/**
 * Independent jobs that read files, shared by the threads that kernels may use ({@link Threads}),
 * each with buffers of its own. What a job computes must not depend on when and where it runs.
 */
final class Reading {
    /**
     * Big enough to read at full speed, small enough to stay in a core's cache until it is used.
     */
    private static final long BUFFER = 256 << 10;

    private static final long SMALLEST_BUFFER = 4 << 10;
    private static final int BUFFERS = 2;

    /** One piece of work. */
    @FunctionalInterface
    interface Job {
        /**
         * @param first scratch of a whole number of 4 KiB pages, for this job until it returns
         * @param second as much again
         */
        void run(MemorySegment first, MemorySegment second) throws IOException;
    }

    /** What one thread has for the jobs that it does. */
    @FunctionalInterface
    interface Worker {
        /**
         * Does a job; the buffers are as in {@link Job#run}.
         *
         * @param job its number
         */
        void run(int job, MemorySegment first, MemorySegment second) throws IOException;
    }

    private Reading() {}

    /** As the other {@code run}, for jobs that need no scratch but the buffers. */
    static void run(List<? extends Job> jobs, long memory) throws IOException {
        run(jobs.size(), memory, () -> (job, first, second) -> jobs.get(job).run(first, second));
    }

    /**
     * Does all jobs and returns when they are done.
     *
     * @param memory upper bound for all buffers together, in bytes
     * @param workers makes what each thread needs
     * @throws IOException the first failure; jobs that had not begun are then left out
     */
    static void run(int jobs, long memory, Supplier<Worker> workers) throws IOException {
        long share = memory / Threads.count() / BUFFERS / SMALLEST_BUFFER * SMALLEST_BUFFER;
        long size = Math.clamp(share, SMALLEST_BUFFER, BUFFER);
        try {
            Blocks.runWith(jobs, 1, () -> body(workers.get(), size));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Blocks.Body body(Worker worker, long size) {
        Arena arena = Arena.ofAuto();
        MemorySegment first = arena.allocate(size, SMALLEST_BUFFER);
        MemorySegment second = arena.allocate(size, SMALLEST_BUFFER);
        return (at, n) -> {
            try {
                for (int i = 0; i < n; i++) {
                    worker.run((int) at + i, first, second);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
