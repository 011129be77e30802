package dev.mlxj.nn;

import dev.mlxj.array.Array;
import dev.mlxj.tree.Tree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code update} of MLX does to a module, step by step: where it fails, the steps before
 * remain, and leniently an empty dict takes the place of an array.
 */
final class MlxUpdate {
    private final boolean strict;
    private final List<Write> writes = new ArrayList<>();
    private boolean emptied;
    private boolean failed;

    private MlxUpdate(boolean strict) {
        this.strict = strict;
    }

    static MlxUpdate of(Module module, Tree<Array> tree, boolean strict) {
        MlxUpdate update = new MlxUpdate(strict);
        update.container(module, null, tree);
        return update;
    }

    /** What MLX has written, to the end or until it failed. */
    List<Write> writes() {
        return writes;
    }

    /** Whether an empty dict met an array. */
    boolean emptied() {
        return emptied;
    }

    private void container(Object destination, @Nullable Place place, Tree<Array> tree) {
        switch (tree) {
            case Tree.Empty<Array> nothing -> {}
            case Tree.Leaf<Array> leaf -> failed |= strict;
            case Tree.Fields<Array>(var fields) ->
                    fields.forEach((name, child) -> child(destination, place, name, child));
            case Tree.Items<Array>(var items) -> {
                for (int i = 0; i < items.size(); i++) {
                    child(destination, place, Integer.toString(i), items.get(i));
                }
            }
        }
    }

    private void child(Object destination, @Nullable Place owner, String name, Tree<Array> tree) {
        if (failed) {
            return;
        }
        Place place = place(destination, owner, name);
        Object current = place == null ? null : place.value();
        if (place == null || current == null) {
            failed = strict;
        } else if (!(current instanceof Array)) {
            container(current, place, tree);
        } else if (tree instanceof Tree.Leaf<Array>(Array value)) {
            writes.add(new Write(place, value));
        } else {
            emptied = true;
            failed = strict;
            if (!strict) {
                writes.add(new Write(place, new LinkedHashMap<String, Object>()));
            }
        }
    }

    private static @Nullable Place place(Object container, @Nullable Place owner, String name) {
        return switch (container) {
            case Module module -> new Place.Member(module, name);
            case List<?> list
                    when owner != null && list.size() > Tree.index(name).orElse(1 << 30) ->
                    owner.item(Place.list(list), Integer.parseInt(name));
            case Map<?, ?> map when owner != null -> owner.entry(Place.map(map), name);
            default -> null;
        };
    }
}
