package dev.mlxj.nn;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;
import dev.mlxj.tree.Tree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Members from their JSON descriptions, and JSON from members: an array is {@code "F32[2,3]"}, or
 * {@code "F32[2,3]=5"} filled with 5, a module {@code "<Linear>"}.
 */
final class Descriptions {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Descriptions() {}

    /** Python's None where it lies in a list or map. */
    enum None {
        NONE
    }

    /** The member that a description says; a plain value where it says one. */
    static Object build(JsonNode spec) {
        if (spec.has("layer")) {
            return LibraryLayers.construct(spec.path("layer").asText(), spec.path("args"));
        }
        if (spec.has("module")) {
            return module(spec);
        }
        if (spec.has("array")) {
            return array(spec.path("array").asText());
        }
        if (spec.has("list") || spec.has("tuple")) {
            List<Object> items = new ArrayList<>();
            (spec.has("list") ? spec.path("list") : spec.path("tuple"))
                    .forEach(item -> items.add(build(item)));
            return spec.has("list") ? items : List.copyOf(items);
        }
        if (spec.has("dict")) {
            Map<String, Object> map = new LinkedHashMap<>();
            spec.path("dict").properties().forEach(e -> map.put(e.getKey(), build(e.getValue())));
            return map;
        }
        if (spec.has("function")) {
            return LibraryLayers.function(spec.path("function").asText());
        }
        return plain(spec.path("value"));
    }

    private static Module module(JsonNode spec) {
        Module module = new Described(spec.path("module").asText(), spec.path("extra").asText(""));
        spec.path("members")
                .properties()
                .forEach(
                        entry -> {
                            JsonNode member = entry.getValue();
                            Object value =
                                    member.has("ref")
                                            ? resolve(module, member.path("ref").asText())
                                            : build(member);
                            assign(module, entry.getKey(), value);
                        });
        return module;
    }

    /**
     * What assignment to an attribute does in Python: a member is set; any other value is a field
     * of the class in Java, and takes a member of that name away. A tuple is refused.
     */
    static void assign(Module module, String name, Object value) {
        if (value instanceof Array
                || value instanceof Module
                || value instanceof ArrayList
                || value instanceof LinkedHashMap) {
            module.set(name, value);
        } else if (value instanceof List) {
            assertThatThrownBy(() -> module.set(name, value))
                    .as("D8: a list that cannot be updated")
                    .isInstanceOf(IllegalArgumentException.class);
        } else if (module.members().containsKey(name)) {
            module.remove(name);
        }
    }

    private static Object plain(JsonNode value) {
        if (value.isNumber()) {
            return value.numberValue();
        }
        return value.isNull() ? None.NONE : value.asText();
    }

    /** {@code "F32[2,3]=5"}. */
    static Array array(String text) {
        String[] halves = text.split("=", -1);
        int bracket = halves[0].indexOf('[');
        String dims = halves[0].substring(bracket + 1, halves[0].length() - 1);
        long[] shape = new long[dims.isEmpty() ? 0 : dims.split(",", -1).length];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = Long.parseLong(dims.split(",", -1)[i]);
        }
        DType dtype = DType.valueOf(halves[0].substring(0, bracket));
        return TestArrays.full(halves.length > 1 ? Double.parseDouble(halves[1]) : 1, dtype, shape);
    }

    /** The object at a dotted path; "" is the root itself. */
    static Object resolve(Object root, String path) {
        Object object = root;
        for (String part : path.split("\\.", -1)) {
            if (!part.isEmpty()) {
                object = Objects.requireNonNull(inside(object, part), path);
            }
        }
        return object;
    }

    private static @Nullable Object inside(Object object, String name) {
        return switch (object) {
            case Module module -> module.members().get(name);
            case List<?> list -> list.get(Integer.parseInt(name));
            case Map<?, ?> map -> map.get(name);
            default -> null;
        };
    }

    static JsonNode describe(Object value) {
        return switch (value) {
            case JsonNode described -> described;
            case Array array ->
                    JSON.textNode(array.dtype() + array.shape().toString().replace(" ", ""));
            case Module module -> JSON.textNode("<" + module.layerName() + ">");
            case List<?> list -> {
                ArrayNode items = JSON.arrayNode();
                list.forEach(item -> items.add(describe(item)));
                yield items;
            }
            case Map<?, ?> map -> {
                ObjectNode fields = JSON.objectNode();
                map.forEach((name, item) -> fields.set(name.toString(), describe(item)));
                yield fields;
            }
            case Tree<?> tree -> describe(tree);
            case Map.Entry<?, ?> entry ->
                    JSON.arrayNode().add(describe(entry.getKey())).add(describe(entry.getValue()));
            case None none -> JSON.nullNode();
            case String text -> JSON.textNode(text);
            case Boolean bool -> JSON.booleanNode(bool);
            case Integer number -> JSON.numberNode(number);
            case Long number -> JSON.numberNode(number);
            case Number number -> JSON.numberNode(number.doubleValue());
            case Layer function -> JSON.textNode("<function>");
            default -> throw new IllegalArgumentException("not described: " + value);
        };
    }

    private static JsonNode describe(Tree<?> tree) {
        return switch (tree) {
            case Tree.Leaf<?>(Object value) -> describe(value);
            case Tree.Items<?>(List<?> children) -> describe(children);
            case Tree.Fields<?>(Map<String, ?> children) -> describe(children);
            case Tree.Empty<?> empty -> JSON.objectNode();
        };
    }
}
