package dev.mlxj.nn;

import static dev.mlxj.nn.Descriptions.describe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.mlxj.nn.Descriptions.None;
import dev.mlxj.tree.Tree;

import org.junit.jupiter.api.Assumptions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** {@code mlx.utils.tree_*} by name, on trees of numbers and texts. */
final class TreeUtilities {
    private TreeUtilities() {}

    static JsonNode run(String name, JsonNode args) {
        Tree<Object> tree = tree(args.path("tree"));
        Predicate<Tree<Object>> isLeaf = isLeaf(args.path("is_leaf").asText(""));
        return switch (name) {
            case "tree_flatten" -> flatten(tree, isLeaf, args);
            case "tree_unflatten" -> describe(Tree.unflatten(items(args.path("items"))));
            case "round_trip" -> describe(Tree.unflatten(tree.entries()));
            case "tree_map" -> describe(map(tree, isLeaf, args));
            case "tree_map_with_path" -> describe(map(tree, isLeaf, args));
            case "tree_reduce" -> reduce(tree, isLeaf, args);
            case "tree_merge" -> merged(args);
            default -> throw new AssertionError(name);
        };
    }

    /** Objects are fields, arrays and tuples items; null is a leaf like any other. */
    private static Tree<Object> tree(JsonNode node) {
        if (node.has("tuple") && node.size() == 1) {
            return tree(node.path("tuple"));
        }
        if (node.isObject()) {
            LinkedHashMap<String, Tree<Object>> fields = new LinkedHashMap<>();
            node.properties().forEach(e -> fields.put(e.getKey(), tree(e.getValue())));
            return Tree.fields(fields);
        }
        if (node.isArray()) {
            List<Tree<Object>> items = new ArrayList<>();
            node.forEach(item -> items.add(tree(item)));
            return new Tree.Items<>(items);
        }
        return new Tree.Leaf<>(leaf(node));
    }

    private static Object leaf(JsonNode node) {
        if (node.isNumber()) {
            return node.intValue();
        }
        return node.isTextual() ? node.asText() : None.NONE;
    }

    private static Predicate<Tree<Object>> isLeaf(String name) {
        return switch (name) {
            case "list" -> tree -> tree instanceof Tree.Items;
            case "has w" ->
                    tree -> tree instanceof Tree.Fields<Object>(var f) && f.containsKey("w");
            case "short" ->
                    tree ->
                            tree instanceof Tree.Empty
                                    || (tree instanceof Tree.Items<Object>(var i) && i.size() < 2)
                                    || (tree instanceof Tree.Fields<Object>(var f) && f.size() < 2);
            default -> tree -> false;
        };
    }

    private static JsonNode flatten(
            Tree<Object> tree, Predicate<Tree<Object>> isLeaf, JsonNode args) {
        if (args.has("prefix")) { // MLX drops its first character
            return describe(
                    List.copyOf(
                            tree.flatten(args.path("prefix").asText().substring(1)).entrySet()));
        }
        return switch (args.path("destination").asText("list")) {
            case "dict" -> describe(tree.flatten());
            case "list" -> describe(tree.entries(isLeaf));
            default -> throw new IllegalArgumentException("there is no other destination");
        };
    }

    private static List<Map.Entry<String, Object>> items(JsonNode items) {
        List<Map.Entry<String, Object>> entries = new ArrayList<>();
        if (items.isObject()) {
            items.properties().forEach(e -> entries.add(Map.entry(e.getKey(), leaf(e.getValue()))));
        }
        if (items.isArray()) {
            items.forEach(p -> entries.add(Map.entry(p.path(0).asText(), leaf(p.path(1)))));
        }
        return entries;
    }

    private static Tree<Object> map(
            Tree<Object> tree, Predicate<Tree<Object>> isLeaf, JsonNode args) {
        List<Tree<Object>> rest = new ArrayList<>();
        args.path("rest").forEach(other -> rest.add(tree(other)));
        String prefix = args.path("path").asText("");
        return tree.mapWith(
                rest,
                isLeaf,
                (path, leaf, others) -> {
                    List<Tree<Object>> all = new ArrayList<>(List.of(leaf));
                    all.addAll(others);
                    String place = prefix.isEmpty() ? path : prefix + "." + path;
                    return switch (args.path("fn").asText()) {
                        case "double" -> 2 * number(leaf);
                        case "concat" -> text(all, "");
                        case "path" -> (place.isEmpty() ? "None" : place) + ":" + text(all, ",");
                        default -> throw new AssertionError(args);
                    };
                });
    }

    private static int number(Tree<Object> leaf) {
        return (Integer) leaf.leaves().findAny().orElseThrow();
    }

    private static String text(List<Tree<Object>> trees, String separator) {
        StringJoiner text = new StringJoiner(separator);
        trees.forEach(tree -> text.add(python(tree)));
        return text.toString();
    }

    /** As Python prints it. */
    private static String python(Tree<Object> tree) {
        return switch (tree) {
            case Tree.Leaf<Object>(Object value) -> value == None.NONE ? "None" : value.toString();
            case Tree.Empty<Object> empty -> "{}";
            case Tree.Items<Object>(var items) -> {
                StringJoiner text = new StringJoiner(", ", "[", "]");
                items.forEach(item -> text.add(python(item)));
                yield text.toString();
            }
            case Tree.Fields<Object>(var fields) -> {
                StringJoiner text = new StringJoiner(", ", "{", "}");
                fields.forEach((name, child) -> text.add("'" + name + "': " + python(child)));
                yield text.toString();
            }
        };
    }

    /** A first None is no accumulator in MLX: as if nothing were there. */
    private static JsonNode reduce(
            Tree<Object> tree, Predicate<Tree<Object>> isLeaf, JsonNode args) {
        Integer result = args.has("initializer") ? args.path("initializer").intValue() : null;
        for (Map.Entry<String, Tree<Object>> entry : tree.entries(isLeaf)) {
            if (entry.getValue().equals(new Tree.Leaf<>(None.NONE))) {
                continue;
            }
            result =
                    switch (args.path("fn").asText()) {
                        case "count" -> 1 + (result == null ? 0 : result);
                        case "add" -> number(entry.getValue()) + (result == null ? 0 : result);
                        case "min" ->
                                Math.min(
                                        number(entry.getValue()),
                                        result == null ? Integer.MAX_VALUE : result);
                        default -> throw new AssertionError(args);
                    };
        }
        return describe(result == null ? None.NONE : result);
    }

    private static JsonNode merged(JsonNode args) {
        Tree<Object> merged = merge(args);
        if (hasLoneEmpty(args.path("a"), args.path("b"))) {
            assertThat(merged.leaves()).isNotNull();
            return Assumptions.abort("MLX takes an empty container beside nothing for a conflict");
        }
        return describe(sorted(merged));
    }

    /** Whether one tree has an empty container where the other has nothing. */
    private static boolean hasLoneEmpty(JsonNode a, JsonNode b) {
        if (a.isMissingNode() || b.isMissingNode()) {
            JsonNode lone = a.isMissingNode() ? b : a;
            return lone.isContainerNode() && lone.isEmpty();
        }
        if (a.isEmpty() || b.isEmpty() || a.isArray() != b.isArray()) {
            return false;
        }
        for (int i = 0; a.isArray() && i < Math.max(a.size(), b.size()); i++) {
            if (hasLoneEmpty(a.path(i), b.path(i))) {
                return true;
            }
        }
        return a.isObject()
                && Stream.concat(a.properties().stream(), b.properties().stream())
                        .map(Map.Entry::getKey)
                        .anyMatch(name -> hasLoneEmpty(a.path(name), b.path(name)));
    }

    private static Tree<Object> merge(JsonNode args) {
        Tree<Object> a = tree(args.path("a"));
        Tree<Object> b = tree(args.path("b"));
        return switch (args.path("fn").asText("none")) {
            case "none" -> a.merge(b);
            case "add" -> a.merge(b, (x, y) -> new Tree.Leaf<>(number(x) + number(y)));
            case "concat" -> a.merge(b, (x, y) -> new Tree.Leaf<>(python(x) + python(y)));
            default -> throw new AssertionError(args);
        };
    }

    /** Names in order: MLX's own is not specified. */
    private static Tree<Object> sorted(Tree<Object> tree) {
        return switch (tree) {
            case Tree.Leaf<Object> leaf -> leaf;
            case Tree.Empty<Object> empty -> empty;
            case Tree.Items<Object>(var items) ->
                    new Tree.Items<>(items.stream().map(TreeUtilities::sorted).toList());
            case Tree.Fields<Object>(var fields) -> {
                TreeMap<String, Tree<Object>> ordered = new TreeMap<>();
                fields.forEach((name, child) -> ordered.put(name, sorted(child)));
                yield Tree.fields(ordered);
            }
        };
    }
}
