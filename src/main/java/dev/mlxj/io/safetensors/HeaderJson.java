package dev.mlxj.io.safetensors;

import static dev.mlxj.io.Utf8Order.UTF8_ORDER;

import dev.mlxj.io.Names;
import dev.mlxj.io.TensorSpec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The JSON of a header, byte for byte as the reference writer's serde_json writes it: no spaces,
 * short escapes where there are some, {@code \}{@code u00xx} for other controls below U+0020, and
 * everything else as it is in UTF-8.
 */
final class HeaderJson {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = new byte[1 << 12];
    private int length;

    private HeaderJson() {}

    /**
     * The object with {@code __metadata__} first, its keys in the order of their UTF-8 bytes, then
     * the tensors in the order given. Empty metadata leave the key out.
     *
     * @throws IllegalArgumentException if a tensor is named {@code __metadata__}, which the format
     *     keeps for itself, or a text has half a surrogate pair
     */
    static byte[] encode(Map<String, String> metadata, List<Placement> tensors) {
        HeaderJson json = new HeaderJson();
        json.put('{');
        if (!metadata.isEmpty()) {
            json.metadata(metadata);
        }
        for (Placement placement : tensors) {
            json.comma();
            json.tensor(placement);
        }
        json.put('}');
        return Arrays.copyOf(json.bytes, json.length);
    }

    private void metadata(Map<String, String> metadata) {
        string(HeaderParser.METADATA);
        ascii(":{");
        List<Map.Entry<String, String>> sorted = new ArrayList<>(metadata.entrySet());
        sorted.sort(Map.Entry.comparingByKey(UTF8_ORDER));
        for (Map.Entry<String, String> entry : sorted) {
            comma();
            string(entry.getKey());
            put(':');
            string(entry.getValue());
        }
        put('}');
    }

    private void tensor(Placement placement) {
        TensorSpec tensor = placement.tensor();
        if (tensor.name().equals(HeaderParser.METADATA)) {
            throw new IllegalArgumentException(
                    "a tensor cannot be named '__metadata__', which is the header's own key");
        }
        string(tensor.name());
        ascii(":{\"dtype\":\"");
        ascii(tensor.dtype().name());
        ascii("\",\"shape\":[");
        for (int axis = 0; axis < tensor.shape().rank(); axis++) {
            if (axis > 0) {
                put(',');
            }
            ascii(Long.toString(tensor.shape().extent(axis)));
        }
        ascii("],\"data_offsets\":[");
        ascii(Long.toString(placement.begin()));
        put(',');
        ascii(Long.toString(placement.end()));
        ascii("]}");
    }

    /** Separates a member from the one before it. */
    private void comma() {
        if (bytes[length - 1] != '{') {
            put(',');
        }
    }

    private void string(String value) {
        requireUnicode(value);
        put('"');
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            switch (b) {
                case '"' -> ascii("\\\"");
                case '\\' -> ascii("\\\\");
                case '\b' -> ascii("\\b");
                case '\f' -> ascii("\\f");
                case '\n' -> ascii("\\n");
                case '\r' -> ascii("\\r");
                case '\t' -> ascii("\\t");
                default -> character(b);
            }
        }
        put('"');
    }

    private static void requireUnicode(String value) {
        int i = 0;
        while (i < value.length()) {
            int point = value.codePointAt(i);
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                throw new IllegalArgumentException(
                        Names.quote(value) + " has half a surrogate pair, which UTF-8 cannot hold");
            }
            i += Character.charCount(point);
        }
    }

    /** A byte without a short escape; those of a longer UTF-8 sequence are negative. */
    private void character(byte b) {
        if (b < 0 || b >= ' ') {
            put(b);
        } else {
            ascii("\\u00");
            put(HEX[b >> 4]);
            put(HEX[b & 15]);
        }
    }

    private void ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
    }

    private void put(int b) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.multiplyExact(length, 2));
        }
        bytes[length++] = (byte) b;
    }
}
