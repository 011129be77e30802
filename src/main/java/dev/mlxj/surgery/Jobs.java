package dev.mlxj.surgery;

import dev.mlxj.array.kernel.Blocks;
import dev.mlxj.array.kernel.Threads;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Independent pieces of work that read and write files, done in turn or by all threads. */
final class Jobs {
    /** Enough for full speed, and little enough to stay in a core's cache until it is used. */
    private static final long SCRATCH = 256 << 10;

    private static final long SMALLEST_SCRATCH = 4 << 10;

    private final List<Job> jobs = new ArrayList<>();

    /** One piece of work. */
    @FunctionalInterface
    interface Job {
        /**
         * Does it.
         *
         * @param scratch off-heap memory of at least 4 KiB, for this job until it returns
         */
        void run(MemorySegment scratch) throws IOException;
    }

    void add(Job job) {
        jobs.add(job);
    }

    /** Does all jobs, one after the other, in the order in which they were added. */
    void runInOrder() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment scratch = arena.allocate(SCRATCH, SMALLEST_SCRATCH);
            for (Job job : jobs) {
                job.run(scratch);
            }
        }
    }

    /**
     * Does all jobs on the threads of {@link Threads}. They are begun in order; none is begun once
     * one has failed.
     *
     * @param memory upper bound for all scratch memory, in bytes
     * @throws IOException the first failure
     */
    void run(long memory) throws IOException {
        long share = memory / Threads.count() / SMALLEST_SCRATCH * SMALLEST_SCRATCH;
        long size = Math.clamp(share, SMALLEST_SCRATCH, SCRATCH);
        try (Arena arena = Arena.ofShared()) {
            Blocks.runWith(
                    jobs.size(),
                    1,
                    () -> {
                        MemorySegment scratch = arena.allocate(size, SMALLEST_SCRATCH);
                        return (first, _) -> run(jobs.get((int) first), scratch);
                    });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void run(Job job, MemorySegment scratch) {
        try {
            job.run(scratch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
