package dev.mlxj.array.kernel;

/**
 * How many threads kernels may use: all processors unless said otherwise. Results never depend on
 * it.
 */
public final class Threads {
    private static volatile int count = Runtime.getRuntime().availableProcessors();

    private Threads() {}

    /** Threads that share the work of a kernel, the calling one among them. */
    public static int count() {
        return count;
    }

    /**
     * Sets the number of threads for kernels that begin from now on.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public static void set(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: at least 1 is needed, got " + threads);
        }
        count = threads;
    }
}
