package dev.mlxj.io;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Completes what a crash has left half done: a header overwritten in place, or the renames of a
 * model of several files. Whoever opens a model calls it first; where there is nothing to do it
 * costs one question to the file system.
 */
public final class Journals {
    private Journals() {}

    /**
     * Completes the change of a header that its journal tells of. Who is making it just now is
     * waited for. A journal that was cut short is deleted: the file is as it was.
     *
     * @param file a weight file
     * @param notes told who is waited for
     * @return the bytes with which the file should begin, where they cannot be written because this
     *     process may not write here; absent when the file is as it should be
     */
    public static Optional<byte[]> recover(Path file, Consumer<String> notes) throws IOException {
        return isPending(file) ? recoverHead(OutputTarget.followed(file), notes) : Optional.empty();
    }

    /** Whether there is a journal: a change of the header is being made, or was interrupted. */
    static boolean isPending(Path file) throws IOException {
        Path named = Files.isSymbolicLink(file) ? OutputTarget.followed(file) : file;
        Optional<Path> journal = Siblings.journal(named);
        return journal.isPresent() && isThere(journal.get());
    }

    /** A pipe or a link of that name is not ours. */
    private static boolean isThere(Path journal) {
        return Files.isRegularFile(journal, LinkOption.NOFOLLOW_LINKS);
    }

    private static Optional<byte[]> recoverHead(Path file, Consumer<String> notes)
            throws IOException {
        Path journal = Siblings.journal(file).orElseThrow();
        OutputOptions options = OutputOptions.DEFAULT.noting(notes);
        if (!Files.isWritable(Siblings.directory(file))
                || !Files.isWritable(journal)
                || !Files.isWritable(file)) {
            return readHead(file, journal, options);
        }
        Optional<FileLease> lease = FileLease.acquireExisting(journal, file, options, Disk.REAL);
        if (lease.isPresent()) {
            try (FileLease held = lease.get();
                    var _ = ShutdownCleanup.section()) {
                finish(held, file, Disk.REAL);
                held.delete();
            }
        }
        return Optional.empty();
    }

    /** Completes what the lease's file tells of, on behalf of its holder. */
    static void finish(FileLease lease, Path file, Disk disk) throws IOException {
        Optional<JournalRecord> record = JournalRecord.decode(lease.content());
        if (record.isPresent() && record.get() instanceof HeadChange change) {
            change.finish(file, disk);
        }
    }

    private static Optional<byte[]> readHead(Path file, Path journal, OutputOptions options)
            throws IOException {
        Optional<JournalRecord> record =
                FileLease.peek(journal, file, options).flatMap(JournalRecord::decode);
        if (record.isPresent() && record.get() instanceof HeadChange change) {
            try (FileChannel channel = FileChannel.open(file, READ)) {
                return change.concerns(channel) ? Optional.of(change.after()) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /**
     * Completes the change of a model of several files that the journal in its directory tells of.
     *
     * @throws OutputFailedException if this process may not write here, or what was to get a name
     *     is not there any more
     */
    public static void recoverDirectory(Path directory, Consumer<String> notes) throws IOException {
        if (!isThere(Siblings.journalIn(directory))) {
            return;
        }
        Path real = directory.toRealPath();
        Path journal = Siblings.journalIn(real);
        if (!Files.isWritable(real) || !Files.isWritable(journal)) {
            throw new OutputFailedException(
                    directory,
                    "a change of the model was interrupted, and the directory is not writable",
                    "run `mlxj check` as a user who may write there");
        }
        OutputOptions options = OutputOptions.DEFAULT.noting(notes);
        Optional<FileLease> lease =
                FileLease.acquireExisting(journal, directory, options, Disk.REAL);
        if (lease.isPresent()) {
            try (FileLease held = lease.get();
                    var _ = ShutdownCleanup.section()) {
                finishDirectory(held, real, Disk.REAL);
            }
        }
    }

    /** Completes a change, deletes its journal. */
    static void finishDirectory(FileLease lease, Path directory, Disk disk) throws IOException {
        Optional<JournalRecord> record = JournalRecord.decode(lease.content());
        if (record.isPresent() && record.get() instanceof DirectoryChange change) {
            change.finish(directory, disk, /* sync= */ true);
        }
        lease.delete();
        Path waiting = directory.resolve(DirectoryChange.TEMPORARY);
        Optional<FileLease> owner =
                FileLease.acquireIfFree(waiting.resolve(DirectoryChange.LEASE), disk);
        if (owner.isPresent()) { // otherwise another writer is filling it already
            try (FileLease held = owner.get()) {
                ChangedDirectory.deleteWaiting(waiting, held, disk);
            }
        }
    }
}
