package dev.mlxj.surgery;

import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.Entry;
import dev.mlxj.io.Shard;
import dev.mlxj.io.TensorSpec;
import dev.mlxj.io.safetensors.SafetensorsLayout;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The weight files of a result, to the last byte of their headers, and its index.
 *
 * @param parts the files by their paths below the result's directory
 */
record Arrangement(SequencedMap<String, SafetensorsLayout> parts, @Nullable Index index) {
    static final String ONE_FILE = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";

    /** More than a header takes beside metadata and tensors. */
    private static final long HEADER_BYTES = 64;

    /** The index of a sharded result. */
    record Index(String name, String text) {}

    Arrangement {
        parts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(parts));
    }

    /** Everything in one file. */
    static Arrangement single(Plan plan, String name, long slack) {
        SequencedMap<String, SafetensorsLayout> parts = new LinkedHashMap<>();
        SequencedMap<String, String> metadata = plan.metadata().applied(metadata(plan.source()));
        parts.put(name, SafetensorsLayout.of(plan.specs(), MetadataRules.ofFile(metadata), slack));
        return new Arrangement(parts, null);
    }

    /** The files of a sharded source, each with the tensors that it has now. */
    static Arrangement asSource(Plan plan, Path directory, Path index, String indexName, long slack)
            throws IOException {
        Map<Path, List<TensorSpec>> groups = new LinkedHashMap<>();
        for (Shard shard : plan.source().shards()) {
            groups.put(shard.file(), new ArrayList<>());
        }
        long total = 0;
        for (TensorSpec spec : plan.specs()) {
            Entry entry = plan.source().entries().get(spec.name());
            Path file = entry == null ? plan.source().shards().getLast().file() : entry.file();
            groups.getOrDefault(file, new ArrayList<>()).add(spec);
            total = Math.addExact(total, spec.byteSize());
        }
        SequencedMap<String, SafetensorsLayout> parts = new LinkedHashMap<>();
        for (Shard shard : plan.source().shards()) {
            SequencedMap<String, String> metadata = new LinkedHashMap<>(shard.metadata());
            plan.metadata().unset().forEach(metadata::remove);
            parts.put(
                    directory.relativize(shard.file()).toString(),
                    SafetensorsLayout.of(
                            groups.getOrDefault(shard.file(), List.of()),
                            MetadataRules.ofShard(metadata),
                            slack));
        }
        String text = IndexText.edited(Files.readAllBytes(index), plan.metadata(), total);
        return new Arrangement(parts, new Index(indexName, text));
    }

    /** Files that none exceeds the limit, as far as single tensors allow. */
    static Arrangement sharded(Plan plan, long limit, long slack) throws IOException {
        SequencedMap<String, String> metadata = plan.metadata().applied(metadata(plan.source()));
        SequencedMap<String, String> ofShard = MetadataRules.ofShard(metadata);
        long header = HEADER_BYTES + slack + 6L * ofShard.toString().length();
        List<List<TensorSpec>> groups = ShardPlan.split(plan.specs(), limit, header);
        if (groups.size() <= 1 && !plan.source().isSharded()) {
            return single(plan, ONE_FILE, slack);
        }
        SequencedMap<String, SafetensorsLayout> parts = new LinkedHashMap<>();
        Map<String, String> shardOf = new LinkedHashMap<>();
        long total = 0;
        for (List<TensorSpec> group : groups) {
            String name =
                    groups.size() == 1
                            ? ONE_FILE
                            : ShardPlan.fileName(parts.size() + 1, groups.size());
            parts.put(name, SafetensorsLayout.of(group, ofShard, slack));
            for (TensorSpec spec : group) {
                shardOf.put(spec.name(), name);
                total = Math.addExact(total, spec.byteSize());
            }
        }
        return new Arrangement(
                parts, new Index(INDEX, IndexText.of(indexMetadata(plan, total), shardOf)));
    }

    private static Map<String, @Nullable Object> indexMetadata(Plan plan, long total) {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>(plan.source().indexMetadata());
        FrozenSet.textIn(plan.source()).ifPresent(json -> metadata.put(FrozenSet.KEY, json));
        plan.metadata().unset().forEach(metadata::remove);
        metadata.putAll(plan.metadata().set());
        metadata.put(IndexText.TOTAL_SIZE, total);
        return metadata;
    }

    /**
     * The metadata of a model as one file would have them: the union over the shards, less what
     * only an index says. The frozen set is that of the index.
     */
    private static SequencedMap<String, String> metadata(Checkpoint source) {
        SequencedMap<String, String> metadata = new LinkedHashMap<>(source.metadata());
        if (source.isSharded()) {
            metadata.remove(IndexText.TOTAL_SIZE);
            metadata.remove(FrozenSet.KEY);
            FrozenSet.textIn(source).ifPresent(json -> metadata.put(FrozenSet.KEY, json));
        }
        return metadata;
    }

    /** Bytes of all weight files. */
    long bytes() {
        long bytes = 0;
        for (SafetensorsLayout layout : parts.values()) {
            bytes = Math.addExact(bytes, layout.totalSize());
        }
        return bytes;
    }
}
