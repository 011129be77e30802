package dev.mlxj.io.safetensors;

import static java.nio.file.StandardOpenOption.READ;

import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.Entry;
import dev.mlxj.io.HeadOverwrite;
import dev.mlxj.io.InputChangedException;
import dev.mlxj.io.OutputOptions;
import dev.mlxj.io.Shard;
import dev.mlxj.io.TensorSpec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Other metadata in the header of a file, written over the old ones where they stand: no tensor
 * moves, and it takes no longer for a large file. It is possible where the new header fits the room
 * of the old one, whose padding is part of it.
 */
public final class HeaderEdit {
    private final HeadOverwrite overwrite;
    private final byte[] before;
    private final byte[] after;

    private HeaderEdit(HeadOverwrite overwrite, byte[] before, byte[] after) {
        this.overwrite = overwrite;
        this.before = before;
        this.after = after;
    }

    /**
     * The edit that gives a file these metadata; absent where the file must be copied instead: too
     * little room, several hard links, a file or directory that may not be written. Nothing is
     * written yet.
     *
     * @param shard the file, one of the checkpoint's
     * @param metadata all of them, not only what changes
     * @throws InputChangedException if the checkpoint is not what it was when it was opened
     */
    public static Optional<HeaderEdit> of(
            Checkpoint checkpoint, Shard shard, Map<String, String> metadata) throws IOException {
        byte[] json = HeaderJson.encode(metadata, placements(shard));
        if (json.length > shard.headerBytes() || shard.headerBytes() > HeadOverwrite.LONGEST) {
            return Optional.empty();
        }
        Optional<HeadOverwrite> overwrite = HeadOverwrite.of(shard.file());
        if (overwrite.isEmpty()) {
            return Optional.empty();
        }
        byte[] after = SafetensorsLayout.padded(json, (int) shard.headerBytes());
        byte[] before = head(shard.file(), after.length);
        checkpoint.requireUnchanged();
        return Optional.of(new HeaderEdit(overwrite.get(), before, after));
    }

    private static List<Placement> placements(Shard shard) {
        long dataStart = SafetensorsLayout.LENGTH_BYTES + shard.headerBytes();
        List<Placement> placements = new ArrayList<>(shard.entries().size());
        for (Entry entry : shard.entries()) {
            TensorSpec tensor = new TensorSpec(entry.name(), entry.dtype(), entry.shape());
            placements.add(new Placement(tensor, entry.position() - dataStart));
        }
        return placements;
    }

    private static byte[] head(Path file, int length) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(length);
        try (FileChannel channel = FileChannel.open(file, READ)) {
            while (head.hasRemaining()) {
                if (channel.read(head, head.position()) <= 0) {
                    throw new InputChangedException(file, "it has become shorter");
                }
            }
        }
        return head.array();
    }

    /**
     * Overwrites the header under a journal, so that a crash at any moment can be mended.
     *
     * @throws InputChangedException if another process has changed it meanwhile
     */
    public void write(OutputOptions options) throws IOException {
        overwrite.write(before, after, options);
    }
}
