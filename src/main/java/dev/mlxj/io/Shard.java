package dev.mlxj.io;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * One file of a checkpoint, as its header describes it.
 *
 * @param fileSize bytes of the file; where it cannot be known (a pipe), what the header says it
 *     should be
 * @param headerBytes bytes of the header as the length field counts them, padding included
 * @param metadata the free text of the header, in its order; empty when there is none
 * @param entries in the order of their bytes in the file
 */
public record Shard(
        Path file,
        long fileSize,
        long headerBytes,
        SequencedMap<String, String> metadata,
        List<Entry> entries) {
    public Shard {
        metadata = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metadata));
        entries = List.copyOf(entries);
    }
}
