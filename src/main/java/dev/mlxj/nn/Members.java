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
        if (value instanceof List<?> any) {
            List<Object> list = Place.list(any);
            for (int i = 0; i < list.size(); i++) {
                inside(path + "." + i, list.get(i));
            }
            if (list.stream().anyMatch(Members::isMember)) {
                requireMutable(path, () -> list.replaceAll(item -> item));
            }
        } else if (value instanceof Map<?, ?> any) {
            Map<String, Object> map = Place.map(any);
            map.forEach((name, item) -> inside(path + "." + name, item));
            if (map.values().stream().anyMatch(Members::isMember)) {
                requireMutable(path, () -> map.replaceAll((name, item) -> item));
            }
        }
    }

    private static void requireMutable(String path, Runnable change) {
        try {
            change.run();
        } catch (UnsupportedOperationException e) {
            throw new IllegalArgumentException(
                    "set: '%s' is immutable, so that its arrays could not be updated"
                            .formatted(path),
                    e);
        }
    }

    private static boolean isMember(Object value) {
        return value instanceof Array || MemberFilter.isContainer(value);
    }
}
