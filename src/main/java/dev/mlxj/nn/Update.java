package dev.mlxj.nn;

import dev.mlxj.array.Array;
import dev.mlxj.tree.Tree;
import dev.mlxj.tree.TreeMismatchException;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * What a tree of arrays, or of modules, would replace in a module. All of it is looked at before
 * anything is written, and all that does not fit is reported at once.
 *
 * @param <T> {@link Array} or {@link Module}
 */
final class Update<T> {
    private final String operation;
    private final Class<T> type;
    private final Strictness strictness;
    private final List<Write> writes = new ArrayList<>();
    private final SequencedMap<String, String> problems = new TreeMap<>();

    private Update(String operation, Class<T> type, Strictness strictness) {
        this.operation = operation;
        this.type = type;
        this.strictness = strictness;
    }

    static List<Write> parameters(Module module, Tree<Array> tree, Strictness strictness) {
        return new Update<>("update", Array.class, strictness).plan(module, tree);
    }

    static List<Write> modules(Module module, Tree<Module> tree, Strictness strictness) {
        return new Update<>("updateModules", Module.class, strictness).plan(module, tree);
    }

    /** The same replacements, and those of every other place that holds one of the old modules. */
    static List<Write> withTies(Module root, List<Write> writes) {
        IdentityHashMap<Object, Object> replaced = new IdentityHashMap<>();
        for (Write write : writes) {
            Object old = write.place().value();
            if (old != null) {
                replaced.put(old, write.value());
            }
        }
        List<Write> all = new ArrayList<>(writes);
        root.applyToModules(
                (path, module) ->
                        module.places(
                                        MemberFilter.CHILD,
                                        (owner, key, value) -> value instanceof Module,
                                        (place, value) -> place)
                                .leaves()
                                .forEach(
                                        place -> {
                                            Object value = replaced.get(place.value());
                                            if (value != null) {
                                                all.add(new Write(place, value));
                                            }
                                        }));
        return all;
    }

    private List<Write> plan(Module module, Tree<T> tree) {
        switch (tree) {
            case Tree.Empty<T> nothing -> {}
            case Tree.Leaf<T> leaf -> refuse("", "is the root, which cannot be replaced");
            case Tree.Items<T>(var items) -> items(module, items, "");
            case Tree.Fields<T>(var fields) ->
                    fields.forEach((name, child) -> member(module, name, child, ""));
        }
        if (!problems.isEmpty()) {
            throw new TreeMismatchException(
                    problems.firstEntry().getKey(),
                    operation + ": " + String.join("; ", problems.values()));
        }
        return writes;
    }

    private void member(Module module, String name, Tree<T> tree, String path) {
        place(new Place.Member(module, name), tree, join(path, name));
    }

    private void place(Place place, Tree<T> tree, String path) {
        Object current = place.value();
        switch (tree) {
            case Tree.Empty<T> nothing when current != null -> {}
            case Tree<T> any when current == null -> refuse(path, "is not in the module");
            case Tree.Empty<T> nothing -> {}
            case Tree.Leaf<T>(T value) -> leaf(place, current, value, path);
            case Tree.Items<T>(var items) -> items(place, current, items, path);
            case Tree.Fields<T>(var fields) ->
                    fields.forEach((name, child) -> field(place, current, name, child, path));
        }
    }

    private void leaf(Place place, Object current, T value, String path) {
        if (type.isInstance(current)) {
            writes.add(new Write(place, value));
        } else if (!isNothing(value)) {
            refuse(path, "is %s, not %s".formatted(name(current), noun()));
        }
    }

    private void field(Place place, Object current, String name, Tree<T> tree, String path) {
        String below = join(path, name);
        switch (current) {
            case Module module -> place(new Place.Member(module, name), tree, below);
            case Map<?, ?> map -> place(place.entry(Place.map(map), name), tree, below);
            case List<?> list -> refuse(below, "does not exist: '%s' is a list".formatted(path));
            default -> refuse(path, "is %s and has no '%s'".formatted(name(current), name));
        }
    }

    private void items(Place place, Object current, List<Tree<T>> items, String path) {
        if (!(current instanceof List<?> any)) {
            items(current, items, path);
            return;
        }
        List<Object> list = Place.list(any);
        for (int i = 0; i < items.size(); i++) {
            String below = path + "." + i;
            if (i < list.size()) {
                place(place.item(list, i), items.get(i), below);
            } else {
                refuse(below, "is beyond the end of a list of %d".formatted(list.size()));
            }
        }
    }

    /** A list for what is none: never right where names are wanted, not even leniently. */
    private void items(Object current, List<Tree<T>> items, String path) {
        if (!MemberFilter.isContainer(current)) {
            refuse(path, "is %s, not a list".formatted(name(current)));
        } else if (!items.isEmpty()) {
            problems.put(path, "'%s' is %s, not a list".formatted(path, name(current)));
        }
    }

    private void refuse(String path, String problem) {
        if (strictness == Strictness.STRICT) {
            problems.put(path, "'%s' %s".formatted(path, problem));
        }
    }

    /** A module without members stands for no change, as {@code {}} does: it equals it in MLX. */
    private static boolean isNothing(Object value) {
        return value instanceof Module module && module.members().isEmpty();
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private String noun() {
        return type == Array.class ? "an array" : "a module";
    }

    private static String name(Object current) {
        return switch (current) {
            case Array array -> "an array";
            case Module module -> "a module (%s)".formatted(module.layerName());
            case List<?> list -> "a list";
            case Map<?, ?> map -> "a map";
            default -> "a plain value";
        };
    }
}
