package dev.mlxj.surgery;

import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.Entry;
import dev.mlxj.io.OutputFile;
import dev.mlxj.io.safetensors.Placement;
import dev.mlxj.io.safetensors.SafetensorsLayout;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Map;

/**
 * Writes one file: the header, then the tensors as jobs for several threads. Tensors that are kept
 * are copied from file to file, neighbours in one go; the others are made in pieces, in memory that
 * does not grow with the model.
 */
final class PartWriter {
    /** Bytes that a job copies. */
    private static final long COPIED = 32 << 20;

    private final long memory;
    private final Progress progress;
    private final LossLedger losses;

    PartWriter(long memory, Progress progress, LossLedger losses) {
        this.memory = memory;
        this.progress = progress;
        this.losses = losses;
    }

    /** Bytes that stand one after the other both in a source file and in the output. */
    private record Run(Checkpoint source, Entry first, long bytes, long position) {
        boolean isFollowedBy(Entry entry, long at) {
            return entry.file().equals(first.file())
                    && entry.position() == first.position() + bytes
                    && at == position + bytes;
        }

        Run with(Entry entry) {
            return new Run(source, first, bytes + entry.byteSize(), position);
        }
    }

    /**
     * Writes every byte of the file.
     *
     * @param contents of each tensor in the layout
     */
    void write(OutputFile out, SafetensorsLayout layout, Map<String, Content> contents)
            throws IOException {
        out.write(0, layout.header());
        progress.advance(layout.header().byteSize());
        Jobs jobs = jobs(out, layout, contents);
        if (out.isSequential()) {
            jobs.runInOrder();
        } else {
            jobs.run(memory);
        }
    }

    private Jobs jobs(OutputFile out, SafetensorsLayout layout, Map<String, Content> contents) {
        Jobs jobs = new Jobs();
        Run run = null;
        for (Placement placement : layout.placements()) {
            String name = placement.tensor().name();
            Content content = contents.get(name);
            long position = layout.dataStart() + placement.begin();
            if (content instanceof Content.Kept(Entry entry, Checkpoint checkpoint)) {
                if (run != null && run.isFollowedBy(entry, position)) {
                    run = run.with(entry);
                    continue;
                }
                addCopies(jobs, out, run);
                run = new Run(checkpoint, entry, entry.byteSize(), position);
            } else if (content != null) {
                addCopies(jobs, out, run);
                run = null;
                addPieces(jobs, out, name, content, position);
            }
        }
        addCopies(jobs, out, run);
        return jobs;
    }

    private void addCopies(Jobs jobs, OutputFile out, @Nullable Run run) {
        if (run == null) {
            return;
        }
        for (long done = 0; done < run.bytes(); done += COPIED) {
            long from = run.first().position() + done;
            long count = Math.min(COPIED, run.bytes() - done);
            long position = run.position() + done;
            jobs.add(
                    _ -> {
                        run.source().copyTo(out, run.first().file(), from, count, position);
                        progress.advance(count);
                    });
        }
    }

    private void addPieces(Jobs jobs, OutputFile out, String name, Content content, long position) {
        for (Piece piece : Piece.of(content)) {
            jobs.add(
                    scratch ->
                            losses.add(
                                    name,
                                    content.stream(
                                            piece.from(),
                                            piece.to(),
                                            scratch,
                                            (at, block) -> {
                                                out.write(position + at, block);
                                                progress.advance(block.byteSize());
                                            })));
        }
    }
}
