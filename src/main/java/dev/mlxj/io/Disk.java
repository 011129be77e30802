package dev.mlxj.io;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The operations that change a disk. They are in one place so that tests can let each of them fail,
 * or be the last one before the power goes.
 */
class Disk {
    static final Disk REAL = new Disk();

    /** A new, empty file with the rights that the umask gives; never one that exists. */
    FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, CREATE_NEW, WRITE);
    }

    /** As {@link #create}, but nobody else may read it, from its first moment on. */
    FileChannel createPrivate(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(CREATE_NEW, WRITE),
                PosixFilePermissions.asFileAttribute(
                        Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE)));
    }

    void createDirectory(Path directory) throws IOException {
        Files.createDirectory(directory);
    }

    /** Bytes written, which may be fewer than the buffer has. */
    int write(FileChannel file, ByteBuffer bytes, long position) throws IOException {
        return file.write(bytes, position);
    }

    /** Bytes copied to the channel's own position, which may be fewer; none at the source's end. */
    long copy(FileChannel source, long from, long count, FileChannel file) throws IOException {
        return source.transferTo(from, count, file);
    }

    /** Brings content, size and attributes of the file to the disk. */
    void force(FileChannel file) throws IOException {
        file.force(true);
    }

    /** Brings content and size of the file to the disk, while others may go on writing. */
    void forceData(FileChannel file) throws IOException {
        file.force(false);
    }

    /** Brings the names in the directory to the disk. */
    void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, READ)) {
            channel.force(true);
        }
    }

    /** Renames within a file system, over a file that may have the new name. */
    void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes a file, or an empty directory, if it is there. */
    void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }
}
