package dev.mlxj.surgery;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The modules of a model, as the names of its parameters show them: every inner node of the name
 * tree is one, except a list (its keys are 0..n), which belongs to the module that holds it.
 */
final class ModulePaths {
    /** The length that stands for the root module, which has no path. */
    static final int ROOT = -1;

    private final NavigableSet<String> paths;
    private final Map<String, Boolean> lists = new HashMap<>();

    ModulePaths(Collection<String> paths) {
        this.paths = new TreeSet<>(paths);
    }

    /** The part of a path after its last dot. */
    static String lastPart(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** The last parts of all module paths, each once. */
    static Set<String> moduleNames(Collection<String> paths) {
        Set<String> names = new LinkedHashSet<>();
        for (String path : paths) {
            int begin = 0;
            for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', begin)) {
                names.add(path.substring(begin, dot));
                begin = dot + 1;
            }
        }
        return names;
    }

    /**
     * How many characters of a path are the path of the node that holds it; {@link #ROOT} where
     * that is the root module.
     */
    static int parent(String path, int length) {
        return length == 0 ? ROOT : path.lastIndexOf('.', length - 1);
    }

    /** Whether the node at the first {@code length} characters of a path is a list. */
    boolean isList(String path, int length) {
        return lists.computeIfAbsent(path.substring(0, length), this::countsFromZero);
    }

    private boolean countsFromZero(String node) {
        Set<String> keys = new HashSet<>();
        // The slash follows the dot, so this is everything below the node.
        for (String path : paths.subSet(node + ".", node + "/")) {
            int begin = node.length() + 1;
            int end = path.indexOf('.', begin);
            keys.add(path.substring(begin, end < 0 ? path.length() : end));
        }
        // Distinct shortest forms below n, n of them, are all of 0..n-1.
        for (String key : keys) {
            int index = index(key);
            if (index < 0 || index >= keys.size()) {
                return false;
            }
        }
        return true;
    }

    /** The list index that a key is, in its shortest form; -1 if it is none. */
    private static int index(String key) {
        if (key.isEmpty() || key.length() > 9 || (key.length() > 1 && key.charAt(0) == '0')) {
            return -1;
        }
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) < '0' || key.charAt(i) > '9') {
                return -1;
            }
        }
        return Integer.parseInt(key);
    }
}
