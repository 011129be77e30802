package dev.mlxj.surgery;

import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.Entry;
import dev.mlxj.io.Names;
import dev.mlxj.io.Shard;
import dev.mlxj.io.safetensors.Placement;
import dev.mlxj.io.safetensors.SafetensorsLayout;
import dev.mlxj.tensor.TensorSource;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Checks a finished file that has not its name yet: the header is read as any reader would, and
 * every value is made once more from the source and compared.
 */
final class PartCheck {
    private final Path file;
    private final SafetensorsLayout layout;
    private final Map<String, Content> contents;
    private final List<String> findings = Collections.synchronizedList(new ArrayList<>());

    PartCheck(Path file, SafetensorsLayout layout, Map<String, Content> contents) {
        this.file = file;
        this.layout = layout;
        this.contents = contents;
    }

    /**
     * Checks.
     *
     * @param memory upper bound for buffers, in bytes
     * @return what is wrong, sorted
     */
    List<String> run(long memory, Progress progress) throws IOException {
        try (Checkpoint written = Checkpoint.open(file)) {
            Shard shard = written.shards().getFirst();
            if (shard.fileSize() != layout.totalSize()
                    || shard.entries().size() != layout.placements().size()) {
                return List.of("the file is not the one that was planned");
            }
            Jobs jobs = new Jobs();
            for (Placement placement : layout.placements()) {
                String name = placement.tensor().name();
                Entry entry = written.entries().get(name);
                Content content = contents.get(name);
                if (entry == null
                        || content == null
                        || entry.dtype() != placement.tensor().dtype()
                        || !entry.shape().equals(placement.tensor().shape())
                        || entry.position() != layout.position(name)) {
                    findings.add(Names.quote(name) + " is not in the header as it was planned");
                } else {
                    add(jobs, name, content, written.source(name), progress);
                }
            }
            jobs.run(memory);
        }
        return findings.stream().distinct().sorted().toList();
    }

    private void add(
            Jobs jobs, String name, Content content, TensorSource written, Progress progress) {
        for (Piece piece : Piece.of(content)) {
            jobs.add(
                    scratch -> {
                        try (Arena arena = Arena.ofConfined()) {
                            MemorySegment found = arena.allocate(scratch.byteSize());
                            compare(name, content, piece, written, scratch, found);
                            progress.advance(content.dtype().byteSize(piece.to() - piece.from()));
                        }
                    });
        }
    }

    private void compare(
            String name,
            Content content,
            Piece piece,
            TensorSource written,
            MemorySegment scratch,
            MemorySegment found)
            throws IOException {
        Losses unused =
                content.stream(
                        piece.from(),
                        piece.to(),
                        scratch,
                        (at, expected) -> {
                            long size = expected.byteSize();
                            for (long done = 0; done < size; done += found.byteSize()) {
                                long n = Math.min(found.byteSize(), size - done);
                                MemorySegment block = found.asSlice(0, n);
                                written.read(at + done, block);
                                if (expected.asSlice(done, n).mismatch(block) >= 0) {
                                    findings.add(
                                            Names.quote(name)
                                                    + " has other values on the disk than were"
                                                    + " computed");
                                }
                            }
                        });
    }
}
