package dev.mlxj.nn;

import dev.mlxj.array.Array;

import java.util.List;
import java.util.Map;

/** What may be a member: see {@link Module#set}. */
final class Members {
    private Members() {}

    static void check(String name, Object member) {
        if (!(member instanceof Array) && !MemberFilter.isContainer(member)) {
            throw new IllegalArgumentException(
                    "set: '%s' is a %s; a member is an Array, a Module, a list or a map"
                            .formatted(name, member.getClass().getSimpleName()));
        }
        inside(name, member);
    }

    private static void inside(String path, Object value) {
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                item(path + "." + i, list.get(i));
            }
            requireMutable(path, list);
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> item(path + "." + key, item));
            requireMutable(path, map);
        }
    }

    private static void item(String path, Object value) {
        if (!(value instanceof Module)) {
            inside(path, value);
        }
    }

    private static void requireMutable(String path, List<?> list) {
        for (int i = 0; i < list.size(); i++) {
            if (isMember(list.get(i))) {
                try {
                    Place.list(list).set(i, list.get(i));
                } catch (UnsupportedOperationException e) {
                    throw immutable(path, "list", e);
                }
            }
        }
    }

    private static void requireMutable(String path, Map<?, ?> any) {
        Map<String, Object> map = Place.map(any);
        for (Map.Entry<String, Object> entry : map.entrySet()) {
            if (isMember(entry.getValue())) {
                try {
                    map.put(entry.getKey(), entry.getValue());
                } catch (UnsupportedOperationException e) {
                    throw immutable(path, "map", e);
                }
            }
        }
    }

    private static boolean isMember(Object value) {
        return value instanceof Array || MemberFilter.isContainer(value);
    }

    private static IllegalArgumentException immutable(String path, String kind, Exception cause) {
        return new IllegalArgumentException(
                "set: '%s' is an immutable %s, whose arrays could not be updated".formatted(path, kind),
                cause);
    }
}
