package dev.mlxj.io.safetensors;

import org.jspecify.annotations.Nullable;

/**
 * Paths of shards, as an index writes them. Only the text is judged, since a model may come from
 * anyone: a path that could lead out of the directory is refused before anything is opened or
 * tested for existence. A shard that is a symbolic link is fine; the caches of model hubs are made
 * of them.
 */
final class ShardPath {
    private ShardPath() {}

    /** What is wrong with a path, to follow its name in a sentence; null if nothing is. */
    static @Nullable String problem(String path) {
        if (path.isEmpty()) {
            return "is empty";
        }
        if (path.startsWith("/")) {
            return "is absolute";
        }
        if (path.indexOf('\\') >= 0) {
            return "has a backslash";
        }
        if (path.indexOf(':') >= 0) {
            return "has a colon, as a drive or a URL";
        }
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) < 0x20
                    || (Character.isSurrogate(path.charAt(i)) && isLone(path, i))) {
                return "has a character that no file name has";
            }
        }
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                return "leads upwards";
            }
            if (part.isEmpty()) {
                return "has an empty part";
            }
        }
        return path.endsWith(".safetensors") ? null : "does not end in .safetensors";
    }

    private static boolean isLone(String path, int at) {
        return Character.isHighSurrogate(path.charAt(at))
                ? at + 1 == path.length() || !Character.isLowSurrogate(path.charAt(at + 1))
                : at == 0 || !Character.isHighSurrogate(path.charAt(at - 1));
    }
}
