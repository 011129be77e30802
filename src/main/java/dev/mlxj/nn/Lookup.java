package dev.mlxj.nn;

import dev.mlxj.tree.Tree;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * Finds a place by its path. A name may hold dots itself, so a path is tried whole first, then
 * split at each of its dots.
 */
final class Lookup {
    private Lookup() {}

    /** The place that {@code path} names from {@code module} on; null if there is nothing. */
    static @Nullable Place place(Module module, String path) {
        return find(module, null, path, true);
    }

    /** The place that {@code key} names without entering a module: what a module can freeze. */
    static @Nullable Place ownPlace(Module module, String key) {
        return find(module, null, key, false);
    }

    private static @Nullable Place find(
            Object container, @Nullable Place place, String path, boolean enterModules) {
        Place whole = child(container, place, path);
        if (whole != null) {
            return whole;
        }
        for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
            Place head = child(container, place, path.substring(0, dot));
            Object value = head == null ? null : head.value();
            if (value != null && (enterModules || !(value instanceof Module))) {
                Place found = find(value, head, path.substring(dot + 1), enterModules);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** The place directly inside a container, which lies at {@code place} unless it is the root. */
    private static @Nullable Place child(Object container, @Nullable Place place, String name) {
        if (container instanceof Module module) {
            return module.member(name) == null ? null : new Place.Member(module, name);
        }
        if (container instanceof Map<?, ?> map && place != null && map.containsKey(name)) {
            return place.entry(Place.map(map), name);
        }
        if (container instanceof List<?> list && place != null) {
            int index = Tree.index(name).orElse(-1);
            return index >= 0 && index < list.size() ? place.item(Place.list(list), index) : null;
        }
        return null;
    }
}
