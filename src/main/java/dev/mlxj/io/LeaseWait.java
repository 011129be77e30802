package dev.mlxj.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/** One wait for a lease: pauses that grow, a word to the person after a while, and an end. */
final class LeaseWait {
    private static final long FIRST_PAUSE_MILLIS = 2;
    private static final long LONGEST_PAUSE_MILLIS = 100;

    /** A wait that is shorter is not worth a word. */
    private static final long SILENCE_NANOS = 1_000_000_000;

    private final Path subject;
    private final OutputOptions options;
    private final Supplier<String> holder;
    private final long start = System.nanoTime();
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private boolean told;

    /**
     * Begins to wait.
     *
     * @param subject what is waited for, in messages
     * @param holder who has it, as in {@code process 4711}
     */
    LeaseWait(Path subject, OutputOptions options, Supplier<String> holder) {
        this.subject = subject;
        this.options = options;
        this.holder = holder;
    }

    /**
     * Waits a little.
     *
     * @throws OutputFailedException if the options' patience is at its end
     */
    void pause() throws IOException {
        long waited = System.nanoTime() - start;
        if (waited > options.patience().toNanos()) {
            throw new OutputFailedException(
                    subject, holder.get() + " is writing it", "run again when that is done");
        }
        if (waited > SILENCE_NANOS && !told) {
            told = true;
            String name = Names.escape(subject.toString());
            String message = name + ": waiting for " + holder.get() + ", which is writing it";
            options.notes().accept(message);
        }
        try {
            Thread.sleep(pauseMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + holder.get(), e);
        }
        pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
    }
}
