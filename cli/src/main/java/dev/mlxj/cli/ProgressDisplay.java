package dev.mlxj.cli;

import dev.mlxj.surgery.Progress;

import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How far the work is, on standard error: a bar where that is a terminal, a plain line every ten
 * seconds where it is not. Nothing is shown before a second has passed, and no thread is started
 * before there is work.
 *
 * <p>Written here because it is a line of text ten times a second; the libraries that draw bars
 * bring a terminal library of a megabyte along, and would be most of a short run's start-up.
 */
final class ProgressDisplay implements Progress, AutoCloseable {
    private static final long SECOND = 1_000_000_000L;
    private static final long BAR_PERIOD = SECOND / 10;
    private static final long LINE_PERIOD = 10 * SECOND;
    private static final int BAR_WIDTH = 24;
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean bar;
    private final boolean silent;
    private final AtomicLong done = new AtomicLong();
    private String phase = "";
    private long total;
    private long begun;
    private boolean shown;
    private volatile boolean open;

    private ProgressDisplay(PrintWriter err, boolean bar, boolean silent) {
        this.err = err;
        this.bar = bar;
        this.silent = silent;
    }

    static ProgressDisplay of(CommonOptions common) {
        return new ProgressDisplay(common.err(), Terminal.isErr(), common.quiet());
    }

    @Override
    public synchronized void begin(String work, long bytes) {
        phase = work;
        total = bytes;
        begun = System.nanoTime();
        done.set(0);
        if (!open && !silent) {
            open = true;
            Thread unused = Thread.ofPlatform().daemon().name("mlxj-progress").start(this::run);
        }
    }

    @Override
    public void advance(long bytes) {
        done.addAndGet(bytes);
    }

    private synchronized void run() {
        long next = System.nanoTime() + (bar ? SECOND : LINE_PERIOD);
        try {
            while (open) {
                long wait = next - System.nanoTime();
                if (wait > 0) {
                    wait(Math.ceilDiv(wait, 1_000_000L));
                } else {
                    show();
                    next += bar ? BAR_PERIOD : LINE_PERIOD;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void show() {
        String line = line(phase, done.get(), total, System.nanoTime() - begun, bar);
        if (bar) {
            err.print(ERASE_LINE + line);
        } else {
            err.println(line);
        }
        err.flush();
        shown = true;
    }

    /** {@code writing [=====> ] 45% 483.2 MB of 1.1 GB, 512.0 MB/s, 2 s left}. */
    static String line(String phase, long done, long total, long nanos, boolean bar) {
        double share = total == 0 ? 1 : Math.min(1, (double) done / total);
        long rate = nanos <= 0 ? 0 : (long) (done / (nanos / (double) SECOND));
        StringBuilder line = new StringBuilder(phase);
        if (bar) {
            int filled = (int) (share * BAR_WIDTH);
            line.append(" [").append("=".repeat(filled));
            line.append(" ".repeat(BAR_WIDTH - filled)).append(']');
        }
        line.append(' ').append((int) (share * 100)).append("% ");
        line.append(Quantity.bytes(done)).append(" of ").append(Quantity.bytes(total));
        line.append(", ").append(Quantity.bytes(rate)).append("/s");
        if (rate > 0 && done < total) {
            line.append(", ").append(Math.ceilDiv(total - done, rate)).append(" s left");
        }
        return line.toString();
    }

    /** Ends the display, and takes the bar away. */
    @Override
    public synchronized void close() {
        open = false;
        notifyAll();
        if (bar && shown) {
            err.print(ERASE_LINE);
            err.flush();
            shown = false;
        }
    }
}
