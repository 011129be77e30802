package dev.mlxj.surgery;

import static dev.mlxj.io.Utf8Order.UTF8_ORDER;

import com.fasterxml.jackson.jr.ob.JSON;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The text of {@code model.safetensors.index.json}: edited, or made anew. */
final class IndexText {
    static final String TOTAL_SIZE = "total_size";

    private static final String METADATA = "metadata";

    private IndexText() {}

    /**
     * An index with its metadata changed, and every other byte as it was.
     *
     * @param totalSize bytes of all tensors, null to leave what the index says
     */
    static String edited(byte[] text, MetadataEdit edit, @Nullable Long totalSize)
            throws IOException {
        JsonText index = new JsonText(text);
        for (String key : edit.unset()) {
            JsonText.Member metadata = metadata(index);
            index = metadata == null ? index : index.without(metadata, key);
        }
        for (Map.Entry<String, String> one : edit.set().entrySet()) {
            index = with(index, one.getKey(), JsonText.quote(one.getValue()));
        }
        if (totalSize != null) {
            index = with(index, TOTAL_SIZE, Long.toString(totalSize));
        }
        return index.toString();
    }

    private static JsonText withEmptyMetadata(JsonText index) throws IOException {
        for (JsonText.Member member : index.members()) {
            if (member.name().equals(METADATA)) {
                return index.with(member, "{}");
            }
        }
        return index.withMember(null, METADATA, "{}");
    }

    private static JsonText.@Nullable Member metadata(JsonText index) throws IOException {
        for (JsonText.Member member : index.members()) {
            if (member.name().equals(METADATA) && member.isObject()) {
                return member;
            }
        }
        return null;
    }

    private static JsonText with(JsonText index, String key, String json) throws IOException {
        JsonText.Member metadata = metadata(index);
        if (metadata == null) {
            return with(withEmptyMetadata(index), key, json);
        }
        for (JsonText.Member member : index.members(metadata)) {
            if (member.name().equals(key)) {
                return index.text(member).equals(json) ? index : index.with(member, json);
            }
        }
        return index.withMember(metadata, key, json);
    }

    /**
     * A new index, as the tools of the hub write it: keys sorted, indented by two.
     *
     * @param metadata any JSON values
     * @param shardOf file of each tensor
     */
    static String of(Map<String, @Nullable Object> metadata, Map<String, String> shardOf)
            throws IOException {
        StringBuilder text = new StringBuilder("{\n");
        SortedMap<String, String> values = new TreeMap<>(UTF8_ORDER);
        for (Map.Entry<String, @Nullable Object> one : metadata.entrySet()) {
            values.put(one.getKey(), JSON.std.asString(one.getValue()));
        }
        append(text, METADATA, values);
        text.append(",\n");
        SortedMap<String, String> files = new TreeMap<>(UTF8_ORDER);
        shardOf.forEach((name, file) -> files.put(name, JsonText.quote(file)));
        append(text, "weight_map", files);
        return text.append("\n}\n").toString();
    }

    private static void append(StringBuilder text, String name, SortedMap<String, String> json) {
        text.append("  ").append(JsonText.quote(name)).append(": {");
        String separator = "\n    ";
        for (Map.Entry<String, String> one : json.entrySet()) {
            text.append(separator).append(JsonText.quote(one.getKey()));
            text.append(": ").append(one.getValue());
            separator = ",\n    ";
        }
        text.append(json.isEmpty() ? "}" : "\n  }");
    }
}
