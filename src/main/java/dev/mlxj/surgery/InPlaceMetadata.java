package dev.mlxj.surgery;

import dev.mlxj.io.AtomicOutput;
import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.OutputOptions;
import dev.mlxj.io.Shard;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A change of a model's metadata alone, where the model stands. In a sharded model it is one of the
 * index; in a file whose header has room, one of the header; no tensor is read.
 */
final class InPlaceMetadata implements PlanWriter.Step {
    private final Checkpoint source;
    private final MetadataEdit edit;
    private final OutputOptions options;
    private final List<HeadEdit> heads = new ArrayList<>();
    private @Nullable Path index;
    private byte @Nullable [] newIndex;

    InPlaceMetadata(Plan plan, OutputOptions options) {
        this.source = plan.source();
        this.edit = plan.metadata();
        this.options = options;
    }

    /** What came of it. */
    enum Outcome {
        /** The metadata were what they should be. */
        NOTHING_TO_DO,
        READY,
        /** Some file has no room: it must be written anew. */
        NO_ROOM
    }

    /** Finds out what is to be written; writes nothing. */
    Outcome prepare() throws IOException {
        return source.index().isPresent()
                ? inIndex(source.index().get())
                : inHeader(source.shards().getFirst());
    }

    /** Writes what {@link #prepare} has found. */
    @Override
    public void run() throws IOException {
        source.requireUnchanged();
        for (HeadEdit head : heads) {
            head.write(options);
        }
        if (index != null && newIndex != null) {
            AtomicOutput.write(index, newIndex, options.inPlaceOf(index));
        }
    }

    /** The files that are changed. */
    List<String> files() {
        List<String> files = new ArrayList<>();
        for (HeadEdit head : heads) {
            files.add(WriteReport.fileName(head.file()));
        }
        if (index != null) {
            files.add(WriteReport.fileName(index));
        }
        return files;
    }

    /** Bytes that are written. */
    long bytes() {
        long bytes = newIndex == null ? 0 : newIndex.length;
        for (HeadEdit head : heads) {
            bytes += head.after().length;
        }
        return bytes;
    }

    private Outcome inIndex(Path file) throws IOException {
        byte[] before = Files.readAllBytes(file);
        byte[] after = IndexText.edited(before, edit, null).getBytes(StandardCharsets.UTF_8);
        for (Shard shard : source.shards()) {
            SequencedMap<String, String> metadata = ofShard(shard);
            if (!metadata.equals(shard.metadata()) && !add(shard, metadata)) {
                return Outcome.NO_ROOM;
            }
        }
        if (!Arrays.equals(before, after)) {
            index = file;
            newIndex = after;
        }
        return heads.isEmpty() && newIndex == null ? Outcome.NOTHING_TO_DO : Outcome.READY;
    }

    /** A shard's metadata without what is unset; the frozen set in a shard counts for nothing. */
    private SequencedMap<String, String> ofShard(Shard shard) {
        SequencedMap<String, String> metadata = new LinkedHashMap<>(shard.metadata());
        for (String key : edit.unset()) {
            if (!key.equals(FrozenSet.KEY)) {
                metadata.remove(key);
            }
        }
        return metadata.equals(shard.metadata()) ? metadata : MetadataRules.ofShard(metadata);
    }

    private Outcome inHeader(Shard file) throws IOException {
        SequencedMap<String, String> edited = edit.applied(file.metadata());
        if (edited.equals(file.metadata())) {
            return Outcome.NOTHING_TO_DO;
        }
        return add(file, MetadataRules.ofFile(edited)) ? Outcome.READY : Outcome.NO_ROOM;
    }

    /** Whether a file's header could be given these metadata where it stands. */
    private boolean add(Shard file, SequencedMap<String, String> metadata) throws IOException {
        Optional<HeadEdit> head = HeadEdit.of(file, metadata);
        head.ifPresent(heads::add);
        return head.isPresent();
    }
}
