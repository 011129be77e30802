package dev.mlxj.io;

import dev.mlxj.io.gguf.GgufValue;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Arrays in a file of another format than safetensors: npy, npz, GGUF. Opening reads headers and no
 * array. Safe for use by several threads.
 */
public final class ArrayFile implements Closeable {
    /**
     * What a file holds.
     *
     * @param arrays by name, in the order of the file; the array of an npy file has the name ""
     * @param metadata what a GGUF file says of itself; empty in other formats
     */
    public record Content(
            SequencedMap<String, StoredArray> arrays, SequencedMap<String, GgufValue> metadata) {
        public Content {
            arrays = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(arrays));
            metadata = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metadata));
        }
    }

    private final FileBytes bytes;
    private final Content content;

    private ArrayFile(FileBytes bytes, Content content) {
        this.bytes = bytes;
        this.content = content;
    }

    /**
     * Opens a file of arrays.
     *
     * @return nothing if it is no regular file, or of none of the formats
     * @throws MalformedCheckpointException if it is broken, or holds what is no array here
     * @throws IOException if it is not there, or may not be read
     */
    public static Optional<ArrayFile> open(Path file) throws IOException {
        BasicFileAttributes attributes = CheckpointReader.attributes(file);
        if (!attributes.isRegularFile()) {
            return Optional.empty();
        }
        ArrayFormat format = format(file, attributes.size());
        if (format == null) {
            return Optional.empty();
        }
        FileBytes bytes = FileBytes.of(file, attributes);
        boolean opened = false;
        try {
            ArrayFile arrays = new ArrayFile(bytes, format.read(bytes));
            opened = true;
            return Optional.of(arrays);
        } finally {
            if (!opened) {
                bytes.close();
            }
        }
    }

    private static @Nullable ArrayFormat format(Path file, long size) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Formats.ofArrays(FileHead.read(in, size));
        }
    }

    public Content content() {
        return content;
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
