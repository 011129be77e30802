package dev.mlxj.array;

import org.jspecify.annotations.Nullable;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;

/**
 * Counts the bytes of arrays that are reachable. Each counted array has a phantom reference, which
 * the collector queues when the array is gone; the queue is emptied whenever somebody counts.
 */
final class LiveBytes {
    static final LiveBytes ALL = new LiveBytes();

    /** Links the references, which must stay reachable themselves. */
    private static final class Counted extends PhantomReference<long[]> {
        private final long bytes;
        private @Nullable Counted previous;
        private @Nullable Counted next;

        Counted(long[] memory, ReferenceQueue<long[]> queue) {
            super(memory, queue);
            this.bytes = (long) memory.length * Long.BYTES;
        }
    }

    private final ReferenceQueue<long[]> gone = new ReferenceQueue<>();
    private @Nullable Counted first;
    private long active;
    private long peak;
    private long limit = Runtime.getRuntime().maxMemory();

    /** What was active after the last collection that the limit asked for. */
    private long collectedAt;

    synchronized void add(long[] memory) {
        forgetGone();
        Counted counted = new Counted(memory, gone);
        counted.next = first;
        if (first != null) {
            first.previous = counted;
        }
        first = counted;
        active += counted.bytes;
        peak = Math.max(peak, active);
    }

    synchronized long active() {
        forgetGone();
        return active;
    }

    synchronized long peak() {
        return peak;
    }

    synchronized void resetPeak() {
        peak = 0;
    }

    synchronized long limit() {
        return limit;
    }

    synchronized long setLimit(long bytes) {
        long before = limit;
        limit = bytes;
        collectedAt = 0;
        return before;
    }

    /**
     * Collects garbage if so many more bytes exceed the limit. Not for every result: only when a
     * tenth more than at the last time has come to be in use, or what exceeds the limit is new.
     */
    void makeRoom(long bytes) {
        synchronized (this) {
            forgetGone();
            if (active + bytes <= limit || active < collectedAt + collectedAt / 10) {
                return;
            }
        }
        System.gc();
        synchronized (this) {
            forgetGone();
            collectedAt = active;
        }
    }

    private void forgetGone() {
        for (Reference<?> dead = gone.poll(); dead != null; dead = gone.poll()) {
            if (dead instanceof Counted counted) {
                unlink(counted);
            }
        }
    }

    private void unlink(Counted counted) {
        active -= counted.bytes;
        if (counted.previous != null) {
            counted.previous.next = counted.next;
        } else {
            first = counted.next;
        }
        if (counted.next != null) {
            counted.next.previous = counted.previous;
        }
    }
}
