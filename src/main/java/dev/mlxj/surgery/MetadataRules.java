package dev.mlxj.surgery;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/** What the metadata of a file that mlxj writes look like, so that no loader chokes on them. */
public final class MetadataRules {
    private static final String FORMAT = "format";

    private MetadataRules() {}

    /**
     * Whether a header may have this key. {@code dtype}, {@code shape} and {@code data_offsets}
     * would be taken for a tensor's, in any case.
     */
    public static boolean allows(String key) {
        return switch (key.toLowerCase(Locale.ROOT)) {
            case "dtype", "shape", "data_offsets" -> false;
            default -> true;
        };
    }

    /**
     * The metadata of a file: those of its source that a header may have, and {@code format: pt}
     * where there was no format, since loaders die without it.
     */
    public static SequencedMap<String, String> ofFile(Map<String, String> source) {
        SequencedMap<String, String> kept = new LinkedHashMap<>();
        source.forEach(
                (key, value) -> {
                    if (allows(key)) {
                        kept.put(key, value);
                    }
                });
        kept.putIfAbsent(FORMAT, "pt");
        return kept;
    }

    /** As {@link #ofFile}, for a shard: the frozen set is in the index alone. */
    public static SequencedMap<String, String> ofShard(Map<String, String> source) {
        SequencedMap<String, String> kept = ofFile(source);
        kept.remove(FrozenSet.KEY);
        return kept;
    }
}
