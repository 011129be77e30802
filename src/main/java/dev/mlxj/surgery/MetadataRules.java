package dev.mlxj.surgery;

import static dev.mlxj.io.Utf8Order.UTF8_ORDER;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

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

    /** The metadata as the compact JSON object that a header has, keys sorted. */
    static String toJson(Map<String, String> metadata) {
        SortedMap<String, String> sorted = new TreeMap<>(UTF8_ORDER);
        sorted.putAll(metadata);
        StringBuilder json = new StringBuilder("{");
        sorted.forEach(
                (key, value) -> {
                    json.append(json.length() == 1 ? "" : ",");
                    json.append(JsonText.quote(key)).append(':').append(JsonText.quote(value));
                });
        return json.append('}').toString();
    }
}
