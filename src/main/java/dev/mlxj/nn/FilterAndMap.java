package dev.mlxj.nn;

import dev.mlxj.tree.Tree;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * The one traversal of a module: a place that the filter accepts is mapped if it is a leaf, else
 * its inside is traversed. What the filter rejects is left out of a module, and leaves {@link
 * Tree.Empty} in a list or map, so that positions stay.
 */
final class FilterAndMap<R> {
    private final MemberFilter filter;
    private final MemberFilter isLeaf;
    private final BiFunction<Place, Object, R> mapper;
    private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<String> path = new ArrayDeque<>();

    FilterAndMap(MemberFilter filter, MemberFilter isLeaf, BiFunction<Place, Object, R> mapper) {
        this.filter = filter;
        this.isLeaf = isLeaf;
        this.mapper = mapper;
    }

    /** The filtered and mapped members of a module. */
    Tree<R> module(Module module) {
        enter(module);
        SequencedMap<String, Tree<R>> fields = new LinkedHashMap<>();
        module.members()
                .forEach(
                        (key, value) -> {
                            if (filter.test(module, key, value)) {
                                Place place = new Place.Member(module, key);
                                fields.put(key, value(place, key, value));
                            }
                        });
        open.remove(module);
        return Tree.fields(fields);
    }

    private Tree<R> value(Place place, String name, Object value) {
        if (isLeaf.test(place.owner(), place.key(), value)) {
            return new Tree.Leaf<>(mapper.apply(place, value));
        }
        path.addLast(name);
        Tree<R> tree = container(place, value);
        path.removeLast();
        return tree;
    }

    private Tree<R> container(Place place, Object value) {
        if (value instanceof Module module) {
            return module(module);
        }
        if (value instanceof List<?> list) {
            return items(place, Place.list(list));
        }
        if (value instanceof Map<?, ?> map) {
            return fields(place, Place.map(map));
        }
        throw new IllegalStateException(
                "filterAndMap: '%s' is neither a leaf nor a container"
                        .formatted(String.join(".", path)));
    }

    private Tree<R> items(Place place, List<Object> list) {
        enter(list);
        List<Tree<R>> items = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            items.add(inside(place.item(list, i), Integer.toString(i), list.get(i)));
        }
        open.remove(list);
        return new Tree.Items<>(items);
    }

    private Tree<R> fields(Place place, Map<String, Object> map) {
        enter(map);
        SequencedMap<String, Tree<R>> fields = new LinkedHashMap<>();
        map.forEach((name, value) -> fields.put(name, inside(place.entry(map, name), name, value)));
        open.remove(map);
        return Tree.fields(fields);
    }

    private Tree<R> inside(Place place, String name, Object value) {
        return filter.test(place.owner(), place.key(), value)
                ? value(place, name, value)
                : new Tree.Empty<>();
    }

    private void enter(Object container) {
        if (!open.add(container)) {
            throw new ModuleCycleException(String.join(".", path));
        }
    }
}
