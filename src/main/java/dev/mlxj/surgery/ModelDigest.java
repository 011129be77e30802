package dev.mlxj.surgery;

import static dev.mlxj.io.Utf8Order.UTF8_ORDER;

import dev.mlxj.io.Entry;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * SHA-256 of tensors, and of a whole model: over the lines {@code NAME DTYPE [2,3]
 * SHA256-OF-BYTES\n}, sorted by the UTF-8 bytes of NAME, which is written as a JSON string. So it
 * depends on what the tensors are, and neither on their order, nor on the shards they lie in, nor
 * on metadata.
 */
public final class ModelDigest {
    private static final String HEX = "0123456789abcdef";

    private ModelDigest() {}

    /** A new SHA-256. */
    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * The digest of a model.
     *
     * @param sha256 the digest of each entry's bytes, in hexadecimal, by name
     */
    public static String of(Collection<Entry> entries, Map<String, String> sha256) {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparing(Entry::name, UTF8_ORDER));
        MessageDigest digest = sha256();
        StringBuilder line = new StringBuilder();
        for (Entry entry : sorted) {
            line.setLength(0);
            appendJson(line, entry.name());
            line.append(' ').append(entry.dtype().name()).append(' ');
            line.append(entry.shape().toString().replace(" ", ""));
            line.append(' ').append(sha256.get(entry.name())).append('\n');
            digest.update(line.toString().getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * The shortest JSON string: only what JSON forbids is escaped, other characters are as they
     * are.
     */
    private static void appendJson(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
