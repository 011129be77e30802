package dev.mlxj.io;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The right to change something, which one thread of one process has at a time. It is a lock of the
 * system on a file made for it; the holder deletes the file when it is done, so nothing is left,
 * and the lock of a process that was killed is free.
 *
 * <p>What is in the file is said by {@link LeaseContent}. On a file system without locks a lease
 * only holds within this process.
 */
final class FileLease implements AutoCloseable {
    /**
     * The files leased in this process, which the system's locks do not tell apart. It is also
     * looked at before such a file is opened: closing any descriptor of it would free the lock.
     */
    private static final Set<Path> LEASED = new HashSet<>();

    private final Path file;
    private final FileChannel channel;
    private final Disk disk;
    private final Runnable cleanup = this::deleteAtShutdown;

    /** Whether the file holds something that must outlive the lease. */
    private boolean speaks;

    /** Whether the name is gone: from then on it may be another holder's. */
    private boolean deleted;

    private FileLease(Path file, FileChannel channel, Disk disk) throws IOException {
        this.file = file;
        this.channel = channel;
        this.disk = disk;
        this.speaks = content().length > 0;
    }

    /**
     * Takes the lease, making its file if need be.
     *
     * @param file free of symbolic links
     * @param subject what the lease is for, in messages
     * @return absent if the directory of the file is gone
     * @throws OutputFailedException if another holds it for longer than the options' patience
     */
    static Optional<FileLease> acquire(Path file, Path subject, OutputOptions options, Disk disk)
            throws IOException {
        return tryAcquire(file, subject, options, Set.of(CREATE, READ, WRITE), disk);
    }

    /** Takes the lease if its file is there; absent if it is not, or not any more. */
    static Optional<FileLease> acquireExisting(
            Path file, Path subject, OutputOptions options, Disk disk) throws IOException {
        return tryAcquire(file, subject, options, Set.of(READ, WRITE), disk);
    }

    private static Optional<FileLease> tryAcquire(
            Path file, Path subject, OutputOptions options, Set<OpenOption> how, Disk disk)
            throws IOException {
        LeaseWait waiting = new LeaseWait(subject, options, () -> holder(file));
        while (true) {
            try {
                Optional<FileLease> lease = attempt(file, how, disk);
                if (lease.isPresent()) {
                    return lease;
                }
            } catch (NoSuchFileException e) {
                return Optional.empty();
            } catch (IOException e) {
                throw TemporaryFile.failure(subject, e);
            }
            waiting.pause();
        }
    }

    /** Takes the lease unless somebody has it, or the directory of its file is gone. */
    static Optional<FileLease> acquireIfFree(Path file, Disk disk) throws IOException {
        try {
            return attempt(file, Set.of(CREATE, READ, WRITE), disk);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Optional<FileLease> attempt(Path file, Set<OpenOption> how, Disk disk)
            throws IOException {
        try (var _ = ShutdownCleanup.section()) {
            return enter(file) ? Optional.ofNullable(lock(file, how, disk)) : Optional.empty();
        }
    }

    private static boolean enter(Path file) {
        synchronized (LEASED) {
            return LEASED.add(file);
        }
    }

    private static void leave(Path file) {
        synchronized (LEASED) {
            LEASED.remove(file);
        }
    }

    /** The lease; null if another process has it, or has just given it back. */
    private static @Nullable FileLease lock(Path file, Set<OpenOption> how, Disk disk)
            throws IOException {
        FileLease lease = null;
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, how);
            if (tryLock(channel, /* shared= */ false) && isAt(file, channel)) {
                lease = new FileLease(file, channel, disk);
                ShutdownCleanup.add(lease.cleanup);
            }
            return lease;
        } finally {
            if (lease == null) {
                if (channel != null) {
                    channel.close();
                }
                leave(file);
            }
        }
    }

    private static boolean tryLock(FileChannel channel, boolean shared) {
        try {
            return channel.tryLock(0, Long.MAX_VALUE, shared) != null;
        } catch (IOException e) {
            return true; // a file system without locks: only threads exclude each other
        }
    }

    /**
     * Whether the locked file still has its name: its last holder may have deleted it, and another
     * one may have made it anew. Java cannot ask for the inode of an open file, and opening the
     * name again would free the lock; so the file is made one byte longer than anyone would guess,
     * and the length is asked for by name.
     */
    private static boolean isAt(Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        long longer = size + ThreadLocalRandom.current().nextLong(1, 1 << 16);
        int unused = channel.write(ByteBuffer.allocate(1), longer - 1);
        try {
            return Files.size(file) == longer;
        } catch (NoSuchFileException e) {
            return false;
        } finally {
            channel.truncate(size);
        }
    }

    /** What the holder, or one that was killed, has put into the file. */
    byte[] content() throws IOException {
        return LeaseContent.read(channel);
    }

    /** Puts something into the file that outlives the process. It is not forced to the disk. */
    void put(byte[] content) throws IOException {
        speaks = content.length > 0;
        channel.truncate(0);
        ByteBuffer bytes = ByteBuffer.wrap(LeaseContent.encode(content));
        while (bytes.hasRemaining()) {
            int unused = disk.write(channel, bytes, bytes.position());
        }
    }

    /** Forces what was put to the disk. */
    void force() throws IOException {
        disk.force(channel);
        disk.forceDirectory(Siblings.directory(file));
    }

    /**
     * What the file holds, without taking the lease: for a reader who may not write here. Whoever
     * holds the lease is waited for.
     *
     * @return absent if the file is not there, or not any more
     */
    static Optional<byte[]> peek(Path file, Path subject, OutputOptions options)
            throws IOException {
        LeaseWait waiting = new LeaseWait(subject, options, () -> holder(file));
        while (true) {
            try {
                Optional<byte[]> content = enter(file) ? contentIfFree(file) : Optional.empty();
                if (content.isPresent()) {
                    return content;
                }
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
            waiting.pause();
        }
    }

    private static Optional<byte[]> contentIfFree(Path file) throws IOException {
        try {
            Object key = key(file);
            try (FileChannel channel = FileChannel.open(file, READ)) {
                if (!tryLock(channel, /* shared= */ true) || !key.equals(key(file))) {
                    return Optional.empty();
                }
                return Optional.of(LeaseContent.read(channel));
            }
        } finally {
            leave(file);
        }
    }

    private static Object key(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? file : key;
    }

    /** Deletes the file: what it held is done with. */
    void delete() throws IOException {
        if (!deleted) {
            disk.delete(file);
            deleted = true;
        }
    }

    /** When the process ends, or the lease does. */
    private void deleteUnlessItSpeaks() throws IOException {
        if (!speaks) {
            delete();
        }
    }

    private void deleteAtShutdown() {
        try {
            deleteUnlessItSpeaks();
        } catch (IOException e) {
            // Whoever comes next finds a file that says nothing and that nobody has locked.
            return;
        }
    }

    /** Gives the lease back. The file stays if it still has something to say. */
    @Override
    public void close() throws IOException {
        try (var _ = ShutdownCleanup.section()) {
            ShutdownCleanup.remove(cleanup);
            deleteUnlessItSpeaks();
            channel.close();
        } finally {
            leave(file);
        }
    }

    /** Reads in the monitor: no thread can take the lease, so none can lose it to this. */
    private static String holder(Path file) {
        synchronized (LEASED) {
            if (LEASED.contains(file)) {
                return "another thread";
            }
            try (FileChannel channel = FileChannel.open(file, READ)) {
                Optional<String> owner = LeaseContent.owner(channel);
                return owner.isPresent() ? "process " + owner.get() : "another process";
            } catch (IOException e) {
                return "another process";
            }
        }
    }
}
