package dev.mlxj.nn;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** Where a value lies: a member of a module, or inside a list or map that such a member is. */
sealed interface Place {
    /** The module that has the member. */
    Module owner();

    /** The path from the owner: the name by which the owner freezes it. */
    String key();

    @Nullable Object value();

    void set(Object value);

    record Member(Module owner, String key) implements Place {
        @Override
        public @Nullable Object value() {
            return owner.member(key);
        }

        @Override
        public void set(Object value) {
            owner.set(key, value);
        }
    }

    record Item(Module owner, String key, List<Object> list, int index) implements Place {
        @Override
        public @Nullable Object value() {
            return index < list.size() ? list.get(index) : null;
        }

        @Override
        public void set(Object value) {
            list.set(index, value);
        }
    }

    record Entry(Module owner, String key, Map<String, Object> map, String name) implements Place {
        @Override
        public @Nullable Object value() {
            return map.get(name);
        }

        @Override
        public void set(Object value) {
            map.put(name, value);
        }
    }

    /** The place of an item of the list that lies here. */
    default Place item(List<Object> list, int index) {
        return new Item(owner(), key() + "." + index, list, index);
    }

    /** The place of an entry of the map that lies here. */
    default Place entry(Map<String, Object> map, String name) {
        return new Entry(owner(), key() + "." + name, map, name);
    }

    /** The list that {@code value} is; a member list holds any values. */
    @SuppressWarnings("unchecked")
    static List<Object> list(List<?> value) {
        return (List<Object>) value;
    }

    /** The map that {@code value} is; a member map has names as keys. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Map<?, ?> value) {
        return (Map<String, Object>) value;
    }
}
