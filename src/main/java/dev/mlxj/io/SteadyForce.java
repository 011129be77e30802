package dev.mlxj.io;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * Brings a file to the disk piece by piece while it is being written, so that little is left to do
 * at its end. An error is kept and reported then: the system reports it once, and a second force
 * would succeed though bytes are lost.
 */
final class SteadyForce {
    /** Bytes written between two forces. Pieces of 16 to 256 MiB take the same time. */
    static final long PIECE = 64L << 20;

    private final FileChannel file;
    private final Disk disk;
    private long written;
    private boolean due;
    private boolean stopped;
    private @Nullable Thread thread;
    private @Nullable IOException failure;

    SteadyForce(FileChannel file, Disk disk) {
        this.file = file;
        this.disk = disk;
    }

    /** Counts bytes that were written. */
    synchronized void add(long bytes) {
        due |= (written + bytes) / PIECE != written / PIECE;
        written += bytes;
        if (!due) {
            return;
        }
        if (thread == null) {
            thread = Thread.ofPlatform().daemon().name("mlxj-force").start(this::run);
        }
        notifyAll();
    }

    /** Ends the forcing where its outcome does not matter any more. */
    synchronized void abandon() {
        stopped = true;
        notifyAll();
    }

    /** Ends the forcing in pieces. The last one is the caller's. */
    void stop() throws IOException {
        Thread running;
        synchronized (this) {
            abandon();
            running = thread;
        }
        if (running != null) {
            joinFully(running);
        }
        synchronized (this) {
            if (failure != null) {
                throw failure;
            }
        }
    }

    private void run() {
        try {
            while (awaitPiece()) {
                disk.forceData(file);
            }
        } catch (IOException e) {
            synchronized (this) {
                failure = e;
            }
        }
    }

    private synchronized boolean awaitPiece() throws IOException {
        while (!due && !stopped) {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new IOException("the forcing was interrupted", e);
            }
        }
        due = false;
        return !stopped;
    }

    private static void joinFully(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
