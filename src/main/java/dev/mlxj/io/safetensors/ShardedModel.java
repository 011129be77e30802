package dev.mlxj.io.safetensors;

import dev.mlxj.io.Entry;
import dev.mlxj.io.Listing;
import dev.mlxj.io.MalformedCheckpointException;
import dev.mlxj.io.Names;
import dev.mlxj.io.Shard;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * An index against the headers of its shards. A tensor that is missing, in another shard than the
 * index says, or in two shards is an error; one that the index does not list, and a total size that
 * does not add up, are warnings, since many published models have them and all loaders read them.
 */
public final class ShardedModel {
    private final ShardIndex index;
    private final Map<String, Shard> shards = new LinkedHashMap<>();
    private final SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, String> foundIn = new HashMap<>();

    public ShardedModel(ShardIndex index) {
        this.index = index;
    }

    /**
     * Adds a shard whose header has been read.
     *
     * @param path its path as the index writes it
     */
    public void add(String path, Shard shard) throws MalformedCheckpointException {
        shards.put(path, shard);
        List<String> twice = new ArrayList<>();
        for (Entry entry : shard.entries()) {
            String other = foundIn.putIfAbsent(entry.name(), path);
            if (other != null) {
                twice.add(Names.quote(entry.name()) + " (also in " + Names.escape(other) + ")");
            }
            entries.put(entry.name(), entry);
        }
        if (!twice.isEmpty()) {
            twice.sort(null);
            throw new MalformedCheckpointException(
                    shard.file(),
                    MalformedCheckpointException.NOWHERE,
                    "tensors that another shard has too: " + Listing.of(twice),
                    "the shards may come from two downloads; compare them with"
                            + " `mlxj inspect --json`");
        }
    }

    /**
     * Compares the index with all that was added.
     *
     * @return the tensors, shard after shard
     */
    public SequencedMap<String, Entry> check(Consumer<String> warnings)
            throws MalformedCheckpointException {
        refuse(missing(), "the index lists tensors that no shard has: ");
        refuse(misplaced(), "the index lists tensors in the wrong shard: ");
        warnUnlisted(warnings);
        warnTotalSize(warnings);
        return entries;
    }

    private List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, String> listed : index.shardOf().entrySet()) {
            if (!foundIn.containsKey(listed.getKey())) {
                missing.add(
                        Names.quote(listed.getKey())
                                + " ("
                                + Names.escape(listed.getValue())
                                + ")");
            }
        }
        return missing;
    }

    private List<String> misplaced() {
        List<String> misplaced = new ArrayList<>();
        for (Map.Entry<String, String> listed : index.shardOf().entrySet()) {
            String found = foundIn.get(listed.getKey());
            if (found != null && !found.equals(listed.getValue())) {
                misplaced.add(
                        Names.quote(listed.getKey())
                                + " (listed in "
                                + Names.escape(listed.getValue())
                                + ", found in "
                                + Names.escape(found)
                                + ")");
            }
        }
        return misplaced;
    }

    private void refuse(List<String> findings, String problem) throws MalformedCheckpointException {
        if (!findings.isEmpty()) {
            findings.sort(null);
            throw new MalformedCheckpointException(
                    index.file(),
                    MalformedCheckpointException.NOWHERE,
                    problem + Listing.of(findings),
                    "index and shards may come from two downloads; fetch the model again");
        }
    }

    private void warnUnlisted(Consumer<String> warnings) {
        Map<String, List<String>> byShard = new TreeMap<>();
        for (Map.Entry<String, String> found : foundIn.entrySet()) {
            if (!index.shardOf().containsKey(found.getKey())) {
                byShard.computeIfAbsent(found.getValue(), path -> new ArrayList<>())
                        .add(Names.quote(found.getKey()));
            }
        }
        for (Map.Entry<String, List<String>> unlisted : byShard.entrySet()) {
            unlisted.getValue().sort(null);
            warnings.accept(
                    name(shards.get(unlisted.getKey()))
                            + ": tensors that the index does not list: "
                            + Listing.of(unlisted.getValue()));
        }
    }

    private void warnTotalSize(Consumer<String> warnings) {
        Object claimed = index.metadata().get("total_size");
        if (claimed == null) {
            return;
        }
        long total = 0;
        for (Entry entry : entries.values()) {
            total += entry.byteSize();
        }
        boolean right = claimed instanceof Number number && number.doubleValue() == total;
        if (!right) {
            warnings.accept(
                    Names.escape(index.file().toString())
                            + ": total_size is "
                            + Names.escape(claimed.toString())
                            + ", the tensors take "
                            + total
                            + " bytes");
        }
    }

    private static String name(@Nullable Shard shard) {
        Path file = Objects.requireNonNull(shard).file();
        return Names.escape(file.toString());
    }
}
