package dev.mlxj.io;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of one checkpoint, of which only a few are open at a time: a model may have more shards
 * than a process may have open files. Safe for use by several threads.
 */
final class OpenFiles implements AutoCloseable {
    /** Leaves room under a limit of 32 for what the runtime itself has open. */
    private static final int MOST = 8;

    private final Map<Path, FileIdentity> identities = new LinkedHashMap<>();

    /** Open files, the one used longest ago first. */
    private final LinkedHashMap<Path, Lease> open = new LinkedHashMap<>(16, 0.75f, true);

    private boolean closed;

    /** A file that is open while the lease is not closed. */
    final class Lease implements AutoCloseable {
        private final FileChannel channel;
        private int users;

        private Lease(FileChannel channel) {
            this.channel = channel;
        }

        FileChannel channel() {
            return channel;
        }

        @Override
        public void close() throws IOException {
            release(this);
        }
    }

    /** Adds a file, as it was when its header was read. */
    synchronized void add(Path file, FileIdentity identity) {
        identities.put(file, identity);
    }

    /** Waits until a file may be opened, where too many are in use at this moment. */
    synchronized Lease lease(Path file) throws IOException {
        Lease lease = usable(file);
        while (lease == null && !closed && open.size() >= MOST && !closeIdle()) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(file + ": interrupted", e);
            }
            lease = usable(file);
        }
        if (closed) {
            throw new IOException(Names.escape(file.toString()) + ": the checkpoint is closed");
        }
        if (lease == null) {
            lease = open(file);
        }
        lease.users++;
        return lease;
    }

    /** Throws if any file is not what it was when it was added. */
    void requireUnchanged() throws IOException {
        Map<Path, FileIdentity> all;
        synchronized (this) {
            all = new LinkedHashMap<>(identities);
        }
        for (Map.Entry<Path, FileIdentity> one : all.entrySet()) {
            one.getValue().requireUnchanged(one.getKey());
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        notifyAll();
        List<Lease> all = new ArrayList<>(open.values());
        open.clear();
        IOException failure = null;
        for (Lease lease : all) {
            try {
                lease.channel.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private @Nullable Lease usable(Path file) {
        Lease lease = open.get(file);
        if (lease != null && !lease.channel.isOpen()) {
            // A thread was interrupted while it read: that closes the channel for all.
            open.remove(file);
            return null;
        }
        return lease;
    }

    private Lease open(Path file) throws IOException {
        FileIdentity identity = identities.get(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            if (identity != null) {
                identity.requireUnchanged(file);
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        Lease lease = new Lease(channel);
        open.put(file, lease);
        return lease;
    }

    private boolean closeIdle() throws IOException {
        for (Map.Entry<Path, Lease> one : open.entrySet()) {
            if (one.getValue().users == 0) {
                open.remove(one.getKey());
                one.getValue().channel.close();
                return true;
            }
        }
        return false;
    }

    private synchronized void release(Lease lease) {
        lease.users--;
        notifyAll();
    }
}
