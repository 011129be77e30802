package dev.mlxj.array;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A gradient being recorded. As long as it is open, arrays that depend on its inputs keep their
 * recipes even when they are evaluated, because the way back goes through them.
 */
final class Trace implements AutoCloseable {
    private static final AtomicLong OPENED = new AtomicLong();

    private final long number = OPENED.incrementAndGet();
    private volatile boolean open = true;

    boolean isOpen() {
        return open;
    }

    /** The open trace among the inputs' that was opened first, so that it is closed last. */
    static @Nullable Trace outermost(List<Array> inputs) {
        Trace first = null;
        for (Array input : inputs) {
            Trace trace = input.openedBy();
            if (trace != null && trace.open && (first == null || trace.number < first.number)) {
                first = trace;
            }
        }
        return first;
    }

    /** This one, or the other if that is open and was opened first. */
    Trace orOuter(@Nullable Trace other) {
        return other != null && other.open && other.number < number ? other : this;
    }

    @Override
    public void close() {
        open = false;
    }
}
