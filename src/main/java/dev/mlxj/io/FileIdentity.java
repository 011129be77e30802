package dev.mlxj.io;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;

/**
 * What tells whether a path still leads to the same unchanged file.
 *
 * @param key device and inode, where the file system has them
 */
record FileIdentity(long size, FileTime modified, @Nullable Object key) {
    static FileIdentity of(BasicFileAttributes attributes) {
        return new FileIdentity(
                attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
    }

    /** Asks the file system again. */
    void requireUnchanged(Path file) throws IOException {
        BasicFileAttributes now;
        try {
            now = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (IOException e) {
            throw new InputChangedException(file, "it is gone", e);
        }
        if (!Objects.equals(key, now.fileKey())) {
            throw new InputChangedException(file, "another file has its name now");
        }
        if (size != now.size()) {
            throw new InputChangedException(
                    file, "it had " + size + " bytes and has " + now.size() + " now");
        }
        if (!modified.equals(now.lastModifiedTime())) {
            throw new InputChangedException(file, "it was written to");
        }
    }
}
